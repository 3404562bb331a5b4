import { type CallStatistics, createCallStatistics } from './call-statistics.ts'
import type { RouteName } from './fault-switches.ts'

/** How a call ended: with a status, or without an answer. `aborted`: the client hung up before it was answered. */
export type CallEnd = number | 'reset' | 'timeout' | 'aborted'

/** One call to Gradient's routes, from its arrival on. */
export interface Call {
  sequence: number
  startedAtMs: number
  endedAtMs: number | null
  method: string
  /** Path with query, as sent. */
  path: string
  route: RouteName
  organizationId: string | null
  partnerName: string | null
  /** The key that the token carried, also where it is no longer (or never was) good. */
  partnerKey: string | null
  accountId: string | null
  serviceId: string | null
  unitCount: unknown
  noBuild: boolean | null
  body: unknown
  bodyBytes: number
  delayedMs: number
  answered: CallEnd | null
  /** What made the sandbox answer otherwise than Gradient normally would: an error's kind, `rate_limit` or a switch's name. */
  fault: string | null
}

export interface CallQuery {
  after?: number | undefined
  limit?: number | undefined
  route?: RouteName | undefined
  partnerKey?: string | undefined
}

export interface CallLog {
  begin(call: Omit<Call, 'sequence'>): Call
  /** The body was read: notes it and, for a count, that a call for this account is under way. */
  noteBody(call: Call, body: unknown, bodyBytes: number): void
  /** The first end counts, but for `aborted`: an answer that the client did not wait for was never given. */
  end(call: Call, how: CallEnd, nowMs: number): void
  /** Newest last. With `after` the oldest that match, else the newest that match. */
  list(query: CallQuery): Call[]
  clear(): void
  statistics: CallStatistics
}

/** Makes an empty log that holds the newest `capacity` calls, and of their bodies the newest `bodyCapacityBytes`. */
export function createCallLog(capacity = 200_000, bodyCapacityBytes = 64 * 1024 * 1024): CallLog {
  const ring: Call[] = []
  let firstSequence = 1
  let nextSequence = 1
  let bodyBytes = 0
  let oldestBody = 1
  const statistics = createCallStatistics()
  const at = (sequence: number) => (sequence >= firstSequence ? ring[sequence % capacity] : undefined)
  const dropBody = (call: Call | undefined) => {
    if (!call) return
    bodyBytes -= call.bodyBytes
    call.body = undefined
    call.bodyBytes = 0
  }
  return {
    statistics,
    begin(facts) {
      const call: Call = { sequence: nextSequence, ...facts }
      if (nextSequence - firstSequence >= capacity) {
        dropBody(at(firstSequence))
        firstSequence += 1
      }
      ring[nextSequence % capacity] = call
      nextSequence += 1
      statistics.arrived(call.startedAtMs)
      return call
    },
    noteBody(call, body, bytes) {
      call.body = body
      call.bodyBytes = bytes
      bodyBytes += bytes
      oldestBody = Math.max(oldestBody, firstSequence)
      for (; bodyBytes > bodyCapacityBytes && oldestBody < call.sequence; oldestBody += 1) dropBody(at(oldestBody))
      if (call.route === 'count') statistics.countStarted(call)
    },
    end(call, how, nowMs) {
      if (call.answered !== null && how !== 'aborted') return
      if (call.answered !== null) statistics.takeBack(call)
      call.endedAtMs ??= nowMs
      call.answered = how
      statistics.ended(call)
    },
    list(query) {
      const limit = query.limit ?? capacity
      const matching = (call: Call | undefined): call is Call =>
        call !== undefined &&
        (query.route === undefined || call.route === query.route) &&
        (query.partnerKey === undefined || call.partnerKey === query.partnerKey)
      const found: Call[] = []
      if (query.after !== undefined) {
        for (let sequence = Math.max(query.after + 1, firstSequence); sequence < nextSequence; sequence += 1) {
          const call = at(sequence)
          if (found.length < limit && matching(call)) found.push(call)
        }
        return found
      }
      for (let sequence = nextSequence - 1; sequence >= firstSequence && found.length < limit; sequence -= 1) {
        const call = at(sequence)
        if (matching(call)) found.push(call)
      }
      return found.reverse()
    },
    clear() {
      ring.length = 0
      firstSequence = nextSequence
      oldestBody = nextSequence
      bodyBytes = 0
      statistics.clear()
    },
  }
}
