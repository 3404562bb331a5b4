import { createHash } from 'node:crypto'
import {
  abandonIdempotent,
  beginIdempotent,
  finishIdempotent,
  type IdempotencyKey,
  type KeptAnswer,
  sweepIdempotencyKeys,
} from '@bridge/db'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { pathOf } from './answer-problems.ts'
import { callerOf } from './authenticate.ts'
import type { Deps } from './deps.ts'
import { ProblemError } from './problem.ts'

const RUNNING_FOR_MS = 60_000
const SWEEP_EVERY = 500
const HELD = Symbol('held')
const KEPT_HEADERS = ['content-type', 'location']

/** How the header is described; what may stand in it is checked by `keyOf`. */
export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z.string().optional().meta({
    description: 'The same key and body get the same answer, for 24 hours at least. 1 to 255 visible ASCII characters.',
  }),
})

let begun = 0

/** The request's key, or `null` where it has none. @throws ProblemError `bad_idempotency_key` */
export function keyOf(request: FastifyRequest): IdempotencyKey | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new ProblemError('bad_idempotency_key', 'Send 1 to 255 visible ASCII characters, for example a UUID.')
  }
  return { tokenId: callerOf(request).id, key }
}

/** What a key stands for, without the body. */
export function startRequestHash(request: FastifyRequest) {
  return createHash('sha256').update(`${request.method} ${pathOf(request)}\n`)
}

/**
 * Takes the key. `null`: go on, it is ours. Otherwise the first request's answer and hash.
 * @throws ProblemError `idempotency_key_running`
 */
export async function takeKey(deps: Deps, key: IdempotencyKey) {
  begun += 1
  if (begun % SWEEP_EVERY === 1) {
    sweepIdempotencyKeys(deps.db).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'old idempotency keys were not removed'),
    )
  }
  const first = await beginIdempotent(deps.db, { ...key, runningForMs: RUNNING_FOR_MS })
  if (first.state === 'mine') return null
  if (first.state === 'done') return first
  throw new ProblemError(
    'idempotency_key_running',
    'Wait for the first request with this key, then ask again for its answer.',
    {
      headers: { 'retry-after': '1' },
    },
  )
}

/** Gives the first request's answer again. @throws ProblemError `idempotency_key_reused` */
export function replay(
  reply: FastifyReply,
  first: { requestHash: Buffer; answer: KeptAnswer },
  requestHash: Buffer,
): FastifyReply {
  if (!first.requestHash.equals(requestHash)) {
    throw new ProblemError(
      'idempotency_key_reused',
      'This key was used for another request. Use a new key for a new request.',
    )
  }
  return reply
    .code(first.answer.status)
    .headers(first.answer.headers)
    .header('idempotent-replayed', 'true')
    .serializer((text: string) => text)
    .send(first.answer.body)
}

/**
 * The hooks of a POST with a JSON body. What is kept is every answer that decided something: 2xx and 4xx; after a 5xx the key is free again.
 */
export function idempotent(deps: Deps) {
  return {
    preHandler: async (request: FastifyRequest, reply: FastifyReply) => {
      const key = keyOf(request)
      if (!key) return
      const requestHash = startRequestHash(request)
        .update(JSON.stringify(request.body ?? null))
        .digest()
      const first = await takeKey(deps, key)
      if (first) return replay(reply, first, requestHash)
      Object.assign(request, { [HELD]: { ...key, requestHash } })
    },
    onSend: async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
      const held = (request as { [HELD]?: IdempotencyKey & { requestHash: Buffer } })[HELD]
      if (!held) return
      if (reply.statusCode >= 500) return abandonIdempotent(deps.db, held)
      const headers = keptHeaders(reply)
      await finishIdempotent(deps.db, {
        ...held,
        answer: { status: reply.statusCode, headers, body: String(payload ?? '') },
      })
    },
  }
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name)
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
