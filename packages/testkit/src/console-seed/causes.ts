import { type FailureReason, failureCauseOf } from '@bridge/domain'

/** How a call failed, and in which state of a push it is seen. `{id}` in the words is the company's own. */
interface SeededFailure {
  reason: FailureReason
  httpStatus: number | null
  message: string
}

const FAILURES: Record<'unmapped' | 'refused' | 'failed' | 'waiting' | 'needs_key', SeededFailure[]> = {
  unmapped: [
    { reason: 'unmapped', httpStatus: 404, message: 'No account map found with id: {id}' },
    { reason: 'unmapped', httpStatus: 404, message: 'No service map found with id: 64f1c09be4d2a17735c9e0aa' },
  ],
  refused: [
    { reason: 'bad_request', httpStatus: 400, message: 'unitCount must not be less than 0' },
    { reason: 'bad_request', httpStatus: 400, message: 'accountId "{id}" must be a valid identifier' },
    { reason: 'bad_request', httpStatus: 422, message: 'Account {id} is archived in its PSA' },
  ],
  failed: [
    { reason: 'unavailable', httpStatus: 500, message: 'Internal server error' },
    {
      reason: 'unavailable',
      httpStatus: 502,
      message: 'Not Gradient\'s answer: a web page with status 502, "Bad Gateway"',
    },
    { reason: 'unavailable', httpStatus: 503, message: 'Gradient answered 503 with an empty body' },
    { reason: 'timeout', httpStatus: null, message: 'No answer from Gradient in time (ETIMEDOUT)' },
    {
      reason: 'network',
      httpStatus: null,
      message: 'The connection to Gradient broke before an answer came (ECONNRESET)',
    },
    {
      reason: 'unreadable_answer',
      httpStatus: 200,
      message: 'Not Gradient\'s answer: a web page with status 200, "Sign in"',
    },
    { reason: 'unexpected', httpStatus: 418, message: 'Gradient answered 418 and gave no reason' },
    { reason: 'conflict', httpStatus: 409, message: 'A count of account {id} is being written' },
  ],
  waiting: [
    { reason: 'rate_limited', httpStatus: 429, message: 'Too many requests, please try again later' },
    { reason: 'timeout', httpStatus: null, message: 'No answer from Gradient in time (ETIMEDOUT)' },
    { reason: 'unavailable', httpStatus: 503, message: 'Gradient answered 503 with an empty body' },
    { reason: 'anomaly', httpStatus: 403, message: 'Anomaly detected in API usage, please contact support' },
  ],
  needs_key: [
    { reason: 'partner_key_rejected', httpStatus: 401, message: 'Unauthorized' },
    { reason: 'integration_gone', httpStatus: 404, message: 'Vendor Profile Not Found' },
  ],
}

/** One way to fail with its cause, as a row. */
export const SEEDED_CAUSES = Object.entries(FAILURES).flatMap(([state, failures]) =>
  failures.map((failure, place) => ({
    state,
    place,
    ...failure,
    cause: failureCauseOf({ ...failure, message: failure.message.replace('{id}', 'c-000001') }, ['c-000001']),
  })),
)
