import type { Log } from '@bridge/runtime'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

/** An error of the control API (RFC 9457), with a stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

/** Thrown by control routes; says what to do next. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly statusCode: number
  readonly code: string

  constructor(statusCode: number, code: string, detail: string) {
    super(detail)
    this.statusCode = statusCode
    this.code = code
  }
}

const TITLES: Record<number, string> = {
  400: 'Malformed request',
  403: 'Refused',
  404: 'Not found',
  409: 'Conflict',
  500: 'The sandbox failed',
}

/** Answers any error as `application/problem+json`, never with a stack. */
export function answerProblem(
  error: FastifyError | ControlError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log | undefined,
): FastifyReply {
  const status = error.statusCode ?? 500
  const isOurs = error instanceof ControlError
  if (status >= 500) log?.error({ err: error }, 'the sandbox itself failed')
  const validation = 'validation' in error ? error.validation : undefined
  const errors = validation?.map((issue) => ({
    path: issue.instancePath.split('/').filter(Boolean).join('.'),
    message: issue.message ?? 'is malformed',
  }))
  const body: z.output<typeof problem> = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Refused',
    status,
    detail: status >= 500 ? 'An error in the sandbox; its log says more.' : error.message,
    instance: request.url,
    code: isOurs ? error.code : status >= 500 ? 'internal_error' : 'malformed_request',
    ...(errors ? { errors } : {}),
  }
  return reply.code(status).type('application/problem+json').send(JSON.stringify(body))
}
