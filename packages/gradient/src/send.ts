import type { ConnectionOptions } from 'node:tls'
import type { Secret } from '@bridge/vault'
import type { AnswerFacts, ErrorFacts } from './classify.ts'

/** Of connections by TLS: whom they trust, and how; not where they go. */
export type TlsOptions = Omit<ConnectionOptions, 'host' | 'port' | 'path' | 'socket'>

/** How requests leave this process. */
export interface SendDeps {
  /** Scheme, host and port, to which all of them go. */
  readonly origin: string
  readonly tls: TlsOptions
  readonly userAgent: string
  /** From the first byte of the look-up to the last byte of the answer. */
  readonly timeoutMs: number
  /** For the look-up, the connection and TLS: each by got, together by undici. */
  readonly connectTimeoutMs: number
}

/** One way for requests to leave, over connections that are kept. */
export interface SendWay {
  readonly send: Send
  /** Ends the connections; requests under way break off. */
  close(): void
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
