import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { Secret } from '@bridge/vault'
import type { AnswerFacts, ErrorFacts } from './classify.ts'

/** How requests leave this process. */
export interface SendDeps {
  readonly agent: HttpAgent | HttpsAgent
  readonly userAgent: string
  /** From the first byte of the look-up to the last byte of the answer. */
  readonly timeoutMs: number
  /** For the look-up, the connection and TLS, each. */
  readonly connectTimeoutMs: number
}

/** One request, complete. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly url: URL
  readonly token: Secret
  readonly json?: unknown
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
  /** Asked until the bytes leave. */
  readonly mayStart?: (() => boolean) | undefined
}

/**
 * Sends one request, once: no retry, no redirect, a capped answer. Never throws for what the world does: it returns what came, or the
 * code of what went wrong; null where `mayStart` said no, or the caller had given up, before anything had left. Errors stay in here, because they may carry the request
 * with its token.
 */
export type Send = (request: OutgoingRequest) => Promise<AnswerFacts | ErrorFacts | null>

/** The code where an answer has more bytes than the caller would hold. */
export const TOO_LARGE = 'ERR_BODY_TOO_LARGE'
