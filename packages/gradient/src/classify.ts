import { createFailure, type Failure, type FailureReason } from '@bridge/domain'
import type { Secret } from '@bridge/vault'
import { type AnswerBody, messageIn, readBody, statusIn } from './answer-body.ts'
import { GRADIENT_CALLS, type GradientCall } from './calls.ts'
import { hideSecrets } from './hide-secrets.ts'
import { parseRetryAfter } from './retry-after.ts'

/** An answer came, whatever it is. */
export interface AnswerFacts {
  readonly kind: 'answer'
  readonly httpStatus: number
  /** `Retry-After` as it came. */
  readonly retryAfter: string | null
  readonly contentType: string | null
  readonly bodyText: string
}

/** No answer came. `before_send`: certainly nothing of the request had left. */
export interface ErrorFacts {
  readonly kind: 'error'
  /** The system's code, or that of what sent, such as ECONNRESET. */
  readonly code: string
  readonly phase: 'before_send' | 'after_send'
}

export interface ClassifyContext {
  readonly call: GradientCall
  readonly now: Date
  /** Texts that must not be in the message, should Gradient repeat them. */
  readonly secrets?: readonly Secret[]
}

/** Reasons that leave open whether a call that changes something was applied. */
const LEAVES_OPEN: ReadonlySet<FailureReason> = new Set(['unavailable', 'timeout', 'network', 'unreadable_answer'])

/** Codes after which nothing can have been applied, whatever the phase: there never was a connection, or it was not trusted. */
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|ENETUNREACH|EADDRNOTAVAIL|EMFILE|ENFILE)$/
const NOT_TRUSTED =
  /^(CERT_\w+|\w*_CERT|\w*_CERT_\w+|ERR_TLS_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/
const TOOK_TOO_LONG = /^(ETIMEDOUT|ESOCKETTIMEDOUT)$/
const NOT_HTTP = /^(HPE_\w+|Z_\w+|ERR_BODY_\w+|ERR_HTTP_CONTENT_LENGTH_MISMATCH)$/

/**
 * Decides what a failed call means: the one place. Pure and total: any facts give a failure. An answer that was good is not given here;
 * a 2xx is, where its body is not one that Gradient would send.
 * The rows are those of the error table of Gradient's Vendor API (gradient-api.md, "Errors").
 */
export function classify(facts: AnswerFacts | ErrorFacts, context: ClassifyContext): Failure {
  return facts.kind === 'answer' ? classifyAnswer(facts, context) : classifyError(facts, context)
}

function classifyAnswer(facts: AnswerFacts, context: ClassifyContext): Failure {
  const body = readBody(facts.bodyText, facts.contentType)
  const reason = answerReason(facts.httpStatus, body, context.call)
  return createFailure(reason, {
    httpStatus: facts.httpStatus,
    message: hideSecrets(describeAnswer(facts.httpStatus, body), context.secrets ?? []),
    retryAfterMs: parseRetryAfter(facts.retryAfter, context.now),
    ambiguous: GRADIENT_CALLS[context.call].writes && LEAVES_OPEN.has(reason),
  })
}

function answerReason(httpStatus: number, body: AnswerBody, call: GradientCall): FailureReason {
  if (httpStatus >= 500 && httpStatus <= 599) return 'unavailable'
  if (httpStatus >= 200 && httpStatus <= 299) return 'unreadable_answer'
  switch (httpStatus) {
    case 400:
    case 422: // Not documented, but it says the same: the body was understood and is wrong.
      return 'bad_request'
    case 401:
      return 'partner_key_rejected'
    case 403: // Whoever said it: going on could get the vendor key blocked for every partner.
      return 'anomaly'
    case 404:
      return notFoundReason(body, call)
    case 408:
      return 'timeout'
    case 409:
      return GRADIENT_CALLS[call].mayExist ? 'conflict' : 'unexpected'
    case 425:
      return 'unavailable'
    case 429:
      return 'rate_limited'
    default:
      return 'unexpected'
  }
}

/**
 * A 404 is a normal answer of Gradient's, so only Gradient's own counts: JSON with its status in it. A proxy's page, or a server's
 * "Cannot POST /x" because the address is wrong, must never put every company on the partner's to-do list.
 */
function notFoundReason(body: AnswerBody, call: GradientCall): FailureReason {
  if (body.kind !== 'json') return 'unreadable_answer'
  const words = messageIn(body.value)
  if (/vendor profile not found/i.test(words)) return 'integration_gone'
  if (/^cannot (get|post|patch|put) /i.test(words)) return 'unexpected'
  const isGradients = statusIn(body.value) === 404 || /\bmap\b|\bmapped\b|\bmapping\b/i.test(words)
  if (!isGradients) return 'unreadable_answer'
  return call === 'count' ? 'unmapped' : 'unexpected'
}

function describeAnswer(httpStatus: number, body: AnswerBody): string {
  switch (body.kind) {
    case 'json':
      return messageIn(body.value) || `Gradient answered ${httpStatus} and gave no reason`
    case 'empty':
      return `Gradient answered ${httpStatus} with an empty body`
    case 'page':
      return `Not Gradient's answer: a web page with status ${httpStatus}${body.title && `, "${body.title}"`}`
    case 'text':
      return `Not Gradient's answer: status ${httpStatus}, "${body.text.slice(0, 400)}"`
  }
}

function classifyError(facts: ErrorFacts, context: ClassifyContext): Failure {
  const { call } = context
  const code = facts.code.replace(/[^A-Za-z0-9_]/g, '').slice(0, 60) || 'UNKNOWN'
  const neverSent = facts.phase === 'before_send' || NEVER_SENT.test(code) || NOT_TRUSTED.test(code)
  const [reason, words] = errorReason(code, facts.phase)
  return createFailure(reason, {
    httpStatus: null,
    message: `${words} (${code})`,
    retryAfterMs: null,
    ambiguous: GRADIENT_CALLS[call].writes && !neverSent,
  })
}

function errorReason(code: string, phase: ErrorFacts['phase']): [FailureReason, words: string] {
  if (TOOK_TOO_LONG.test(code)) {
    return [
      'timeout',
      phase === 'before_send' ? 'No connection to Gradient in time' : 'No answer from Gradient in time',
    ]
  }
  if (NOT_HTTP.test(code))
    return ['unreadable_answer', 'What answered is not Gradient, or its answer is broken or too big']
  if (NOT_TRUSTED.test(code)) return ['network', 'The certificate at Gradient’s address cannot be trusted']
  if (code === 'ERR_ABORTED') return ['network', 'Stopped by us before an answer came']
  if (phase === 'before_send' || NEVER_SENT.test(code)) return ['network', 'No connection to Gradient']
  return ['network', 'The connection to Gradient broke before an answer came']
}
