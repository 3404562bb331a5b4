import { z } from 'zod'

/** Every code that the API answers with, its status and its title. Stable: callers branch on the code. */
export const PROBLEMS = {
  malformed_request: [400, 'The request is malformed'],
  malformed_json: [400, 'The body is not JSON'],
  bad_cursor: [400, 'The cursor is not one of ours'],
  bad_idempotency_key: [400, 'The Idempotency-Key is malformed'],
  bad_columns: [400, 'The columns are not the documented ones'],
  bad_encoding: [400, 'The body is not UTF-8'],
  unauthorized: [401, 'A valid token is needed'],
  cross_site_request: [403, 'The request comes from another site'],
  route_not_found: [404, 'There is nothing here'],
  partner_not_found: [404, 'The partner is not known'],
  company_not_found: [404, 'The company is not known'],
  run_not_found: [404, 'The billing run is not known'],
  sync_not_found: [404, 'The account sync is not known'],
  period_not_billed: [404, 'The period was not billed'],
  method_not_allowed: [405, 'The method is not allowed here'],
  request_timeout: [408, 'The request did not come in time'],
  idempotency_key_running: [409, 'The first request with this key is still running'],
  other_organization: [409, 'The key belongs to another organization'],
  not_connected: [409, 'The partner is not connected'],
  needs_key: [409, 'The partner’s key is no longer accepted'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The content type is not taken here'],
  idempotency_key_reused: [422, 'The key was used for another request'],
  period_in_future: [422, 'The period has not begun'],
  period_not_open: [422, 'Only the last closed period can be billed'],
  company_archived: [422, 'The company is archived'],
  partner_key_rejected: [422, 'Gradient does not accept the key'],
  too_many_requests: [429, 'Too many requests'],
  header_too_large: [431, 'The headers are too large'],
  internal_error: [500, 'Something failed on our side'],
  unavailable: [503, 'Not available at this moment'],
  gradient_unavailable: [503, 'Gradient cannot be reached'],
  sending_paused: [503, 'Calls to Gradient are paused'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemCode = keyof typeof PROBLEMS

/** One bad field. `path` is the way to it, joined by dots. */
export interface FieldError {
  path: string
  message: string
}

/** Thrown by routes: what happened, in words for the caller, and what to do next. */
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

/** An answer that is not 2xx (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ description: 'Stable; branch on this.' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457).' })

type ProblemStatus = (typeof PROBLEMS)[ProblemCode][0]

/** The responses of a route beside its good ones: those that every route has, and the given. */
export function problems<const Status extends ProblemStatus>(...statuses: Status[]) {
  const content = { content: { 'application/problem+json': { schema: problemSchema } } }
  const all = [400, 401, 429, 500, 503, ...statuses].map((status) => [
    status,
    { description: titlesOf(status as ProblemStatus), ...content },
  ])
  return Object.fromEntries(all) as Record<
    400 | 401 | 429 | 500 | 503 | Status,
    { description: string } & typeof content
  >
}

function titlesOf(status: ProblemStatus): string {
  const codes = Object.entries(PROBLEMS).filter(([, [of]]) => of === status)
  return codes.map(([code, [, title]]) => `\`${code}\`: ${title}.`).join(' ')
}

/** The body of a problem. */
export function problemBody(error: ProblemError, instance: string): z.output<typeof problemSchema> {
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
