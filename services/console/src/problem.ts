/** Every code that the console answers with, its status and its title. Stable: pages and scripts branch on the code. */
export const PROBLEMS = {
  malformed_request: [400, 'The request is malformed'],
  malformed_json: [400, 'The body is not JSON'],
  bad_cursor: [400, 'The cursor is not one of ours'],
  unauthorized: [401, 'Sign in first'],
  sign_in_refused: [401, 'The name or the password is wrong'],
  forbidden: [403, 'Only an operator may do this'],
  cross_site_request: [403, 'The request comes from another site'],
  no_role: [403, 'You have no role here'],
  route_not_found: [404, 'There is nothing here'],
  not_offered: [404, 'This is not offered here'],
  run_not_found: [404, 'The billing run is not known'],
  partner_not_found: [404, 'The partner is not known'],
  company_not_found: [404, 'The company is not known'],
  push_not_found: [404, 'The push is not known'],
  job_not_found: [404, 'The push has no job in the queue now'],
  cause_not_found: [404, 'The cause is not known'],
  retry_not_found: [404, 'The retry is not known'],
  pause_not_found: [404, 'The pause is not known'],
  method_not_allowed: [405, 'The method is not allowed here'],
  request_timeout: [408, 'The request did not come in time'],
  preview_outdated: [409, 'What was previewed has changed since'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The content type is not taken here'],
  not_possible: [422, 'This cannot be done now'],
  reason_needed: [428, 'Say why first'],
  too_many_requests: [429, 'Too many requests'],
  header_too_large: [431, 'The headers are too large'],
  internal_error: [500, 'Something failed on our side'],
  identity_provider_failed: [502, 'The identity provider did not vouch for you'],
  unavailable: [503, 'Not available at this moment'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemCode = keyof typeof PROBLEMS

/** One bad field. `path` is the way to it, joined by dots. */
export interface FieldError {
  path: string
  message: string
}

/** Thrown by routes: what happened, in words for whoever asked, and what to do next. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly status: number
  readonly errors: FieldError[] | undefined
  readonly headers: Record<string, string>

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail)
    this.code = code
    this.status = PROBLEMS[code][0]
    this.errors = more.errors
    this.headers = more.headers ?? {}
  }
}

/** The body of a problem (RFC 9457). */
export function problemBody(error: ProblemError, instance: string) {
  return {
    type: 'about:blank',
    title: PROBLEMS[error.code][1],
    status: error.status,
    detail: error.message,
    instance,
    code: error.code,
    ...(error.errors ? { errors: error.errors } : {}),
  }
}
