import { once } from 'node:events'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { addGauge, createTroubleLog } from '@bridge/runtime'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOf } from '../authenticate.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { createFeed } from './feed.ts'
import { readPartnerState } from './partner-state.ts'
import { createPlaces } from './places.ts'
import { stillAllowed } from './still-allowed.ts'
import { createWatches } from './watches.ts'

/** How often partners are looked at while somebody listens, and how often a line that is quiet shows that it lives. */
export interface EventTimes {
  lookEveryMs: number
  beatEveryMs: number
}

const TIMES: EventTimes = { lookEveryMs: 1_000, beatEveryMs: 15_000 }
const MOST = { perCaller: 6, altogether: 500 }
/** Each takes four of the gateway's connections to Postgres for a moment, of which others have need too. */
const LOOKS_AT_ONCE = 3
/** A reader that takes nothing for so many beats is let go: it comes back if it lives. */
const MOST_UNREAD_BEATS = 4
/** How long a reader may take to hear that the app closes. */
const FAREWELL_MS = 1_000

/** The open event streams of this process. */
export function createEventStreams(deps: Deps) {
  const { lookEveryMs, beatEveryMs } = deps.eventTimes ?? TIMES
  const places = createPlaces(MOST)
  const tellTrouble = createTroubleLog(deps)
  const watches = createWatches({
    look: (partnerId) => readPartnerState(deps, partnerId),
    everyMs: lookEveryMs,
    atOnce: LOOKS_AT_ONCE,
    onTrouble: (error) => tellTrouble(error instanceof Error ? error : new Error(String(error))),
  })
  const showOpen = addGauge(deps.metrics, { name: 'event_streams', help: 'Event streams that are open.' })
  const open = new Set<{ end(): void; reply: FastifyReply }>()
  let closing = false

  function takePlace(request: FastifyRequest): () => void {
    if (closing) throw new ProblemError('unavailable', 'This gateway is closing. Come again.')
    const { kind, id } = callerOf(request)
    const place = places.take(`${kind} ${id}`)
    if (typeof place === 'function') return place
    const headers = { 'retry-after': String(Math.ceil(beatEveryMs / 1_000)) }
    throw place === 'caller'
      ? new ProblemError('too_many_requests', `At most ${MOST.perCaller} event streams at once. Close one.`, {
          headers,
        })
      : new ProblemError('too_many_requests', 'Too many event streams are open. Ask instead of listening.', { headers })
  }

  return {
    /**
     * Answers a request with the events of a partner, for as long as its reader stays, the caller may have them, and the app is open.
     * @throws ProblemError `too_many_requests`, `unavailable`
     */
    async answer(partnerId: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const giveBack = takePlace(request)
      const feed = createFeed()
      const listening = watches.listen(partnerId, feed.offer)
      const stream = { end: feed.end, reply }
      const beat = setInterval(() => {
        feed.beat()
        if (feed.unreadBeats() > MOST_UNREAD_BEATS) reply.raw.destroy()
        stillAllowed(deps, request).then((allowed) => allowed || feed.end(), tellTrouble)
      }, beatEveryMs)
      open.add(stream)
      showOpen(open.size)
      const leave = () => {
        clearInterval(beat)
        listening.stop()
        feed.end()
        open.delete(stream)
        showOpen(open.size)
        giveBack()
      }
      reply.raw.once('close', leave)
      // Whoever left while we looked whether there is such a partner is not heard to leave any more.
      if (reply.raw.destroyed) leave()
      await listening.told
      return reply
        .type('text/event-stream')
        .headers({ 'x-accel-buffering': 'no', connection: 'close' })
        .send(Readable.from(feed.pieces(), { objectMode: false, highWaterMark: 1 }))
    },
    /** Ends all streams. A reader that does not even take that is cut off. */
    async close(): Promise<void> {
      closing = true
      const gone = Promise.allSettled([...open].map(({ reply }) => once(reply.raw, 'close')))
      for (const stream of open) stream.end()
      await Promise.race([gone, delay(FAREWELL_MS)])
      for (const { reply } of open) reply.raw.destroy()
    },
  }
}
