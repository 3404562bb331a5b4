import { once } from 'node:events'
import { Readable } from 'node:stream'
import { findOperatorSession } from '@bridge/db'
import { createTroubleLog } from '@bridge/runtime'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { type Caller, callerOf } from '../people/caller.ts'
import { ProblemError } from '../problem.ts'
import { createFeed } from './feed.ts'
import { createWatch } from './watch.ts'

const LOOK_EVERY_MS = 1_000
const BEAT_EVERY_MS = 15_000
/** How soon a stream ends after its session: one look at an index for each stream. */
const SESSION_EVERY_MS = 3_000
const MOST = { perSession: 6, altogether: 200 }
/** A reader that takes nothing for so many beats is let go: it comes back if it lives. */
const MOST_UNREAD_BEATS = 4
/** How long a reader may take to hear that the app closes. */
const FAREWELL_MS = 1_000

/**
 * The open event streams of this process: each sends `overview` at once, and again whenever it has changed. A stream ends with its session (within
 * seconds: it may be ended at the shell), and when the app closes.
 */
export function createEventStreams(deps: Pick<Deps, 'db' | 'clock' | 'log'>, read: () => Promise<{ at: string }>) {
  const open = new Map<FastifyReply, { session: string; end(): void }>()
  const tellTrouble = createTroubleLog(deps)
  const onTrouble = (error: unknown) => tellTrouble(error instanceof Error ? error : new Error(String(error)))
  const watch = createWatch({
    read,
    withoutMoment: (state) => ({ ...state, at: undefined }),
    everyMs: LOOK_EVERY_MS,
    nowMs: () => performance.now(),
    onTrouble,
  })
  let closing = false

  const isStillAllowed = async ({ hash, expiresAt }: Caller) => {
    const now = deps.clock.now()
    return expiresAt > now && (await findOperatorSession(deps.db, { hash, now })) !== undefined
  }

  function throwWithoutPlace(session: string): void {
    if (closing) throw new ProblemError('unavailable', 'The console is closing. Come again.')
    const own = [...open.values()].filter((stream) => stream.session === session).length
    if (own < MOST.perSession && open.size < MOST.altogether) return
    throw new ProblemError('too_many_requests', 'Too many event streams are open. Close one.', {
      headers: { 'retry-after': String(BEAT_EVERY_MS / 1_000) },
    })
  }

  return {
    /** Answers with the events, for as long as the reader stays and may have them. @throws ProblemError `too_many_requests`, `unavailable` */
    async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const caller = callerOf(request)
      throwWithoutPlace(caller.id)
      const feed = createFeed('overview')
      open.set(reply, { session: caller.id, end: feed.end })
      const beat = setInterval(() => {
        feed.beat()
        if (feed.unreadBeats() > MOST_UNREAD_BEATS) reply.raw.destroy()
      }, BEAT_EVERY_MS)
      const look = setInterval(() => {
        isStillAllowed(caller).then((allowed) => allowed || feed.end(), onTrouble)
      }, SESSION_EVERY_MS)
      reply.raw.once('close', () => {
        clearInterval(beat)
        clearInterval(look)
        watch.stop(feed.offer)
        feed.end()
        open.delete(reply)
      })
      await watch.listen(feed.offer)
      return reply
        .type('text/event-stream')
        .headers({ 'x-accel-buffering': 'no', connection: 'close' })
        .send(Readable.from(feed.pieces(), { objectMode: false, highWaterMark: 1 }))
    },
    /** Ends all streams. A reader that does not even take that is cut off. */
    async close(): Promise<void> {
      closing = true
      const gone = [...open.keys()].map((reply) => once(reply.raw, 'close'))
      for (const { end } of open.values()) end()
      const cutOff = setTimeout(() => {
        for (const reply of open.keys()) reply.raw.destroy()
      }, FAREWELL_MS)
      await Promise.all(gone)
      clearTimeout(cutOff)
    },
  }
}
