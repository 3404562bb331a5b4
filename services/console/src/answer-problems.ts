import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Log } from '@bridge/runtime'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ProblemCode, ProblemError, problemBody } from './problem.ts'

/** What Fastify refuses by itself, in our codes. */
const FASTIFY_CODES: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send the body with a content type that is documented for this call.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'Send less in one call.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 'The body is empty.'],
  FST_ERR_BAD_URL: ['malformed_request', 'The path is not properly percent-encoded.'],
  FST_ERR_MAX_PARAM_LENGTH: ['malformed_request', 'The path has a part that is too long.'],
}

/** Postgres says by itself that it has no time for us: too many connections, starting, shutting down, gone. */
const AWAY = /^(53300|57P0[123]|08\w{3}|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND)$/

/** Postgres refuses a value that our schemas let pass (class 22, "data exception"): a gap in a schema, but the caller's value. */
const UNFIT = /^22\w{3}$/

/** Turns whatever was thrown into the problem that the caller is told. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  const { code, statusCode, validation, validationContext, message } = error as Partial<FastifyError>
  if (validation) {
    const errors = validation.map((issue) => ({
      path: [validationContext, ...issue.instancePath.split('/')].filter(Boolean).join('.'),
      message: issue.message ?? 'is malformed',
    }))
    return new ProblemError('malformed_request', 'See errors for what to change.', { errors })
  }
  const known = code === undefined ? undefined : FASTIFY_CODES[code]
  if (known) return new ProblemError(...known)
  if (
    (code !== undefined && AWAY.test(code)) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(message ?? '')
  ) {
    return new ProblemError('unavailable', 'The database cannot be reached. Nothing was changed; try again.', {
      headers: { 'retry-after': '2' },
    })
  }
  if (code !== undefined && UNFIT.test(code)) {
    return new ProblemError('malformed_request', 'A value in the request cannot be used.')
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ProblemError('malformed_request', 'The request cannot be read.')
  }
  return new ProblemError('internal_error', 'The request was not carried out. It may be made again.')
}

/** Sends a problem. */
export function sendProblem(reply: FastifyReply, problem: ProblemError, instance: string): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .serializer((text: string) => text)
    .send(JSON.stringify(problemBody(problem, instance)))
}

/** The path without its query: what `instance` shows. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

/** Answers every error of the app as problem+json; what was not foreseen is logged with its stack, which nobody else sees. */
export function answerProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error)
    if (problem.code === 'internal_error') {
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a request failed unforeseen')
    } else if (problem.code === 'unavailable') {
      log.warn({ err: error, method: request.method, route: request.routeOptions.url }, 'a request found no database')
    }
    return sendProblem(reply, problem, pathOf(request))
  })
}

/** Answers what is not even HTTP, straight to the socket. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = brokenRequestProblem(error.code)
  const body = JSON.stringify(problemBody(problem, ''))
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function brokenRequestProblem(code: string | undefined): ProblemError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new ProblemError('request_timeout', 'Send the request faster.')
  if (code === 'HPE_HEADER_OVERFLOW') return new ProblemError('header_too_large', 'Send shorter headers.')
  return new ProblemError('malformed_request', 'This is not HTTP.')
}
