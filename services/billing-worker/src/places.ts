/** A call that takes longer than this, or has taken it already, makes its partner a slow one. */
export const SLOW_MS = 1_000
/** A refused push comes back after this long at the most. */
const LONGEST_WAIT_MS = 60_000

/** This process's places for calls under way, so that a partner whose calls take long does not sit on all of them. */
export interface Places {
  /** Null where the connection may make a call now; else in how many milliseconds to come back. */
  refusal(connectionId: string): number | null
  /** The connections that may not make a call now. */
  refused(): string[]
  /** Takes a place for a call that is about to be made. */
  take(connectionId: string): Place
}

/** One call's place. */
export interface Place {
  /** The call leaves now. What it waited before was our own doing (a slot of the budget, a busy machine), and says nothing about the partner. */
  called(): void
  /** The call is over, or was not made. */
  leave(): void
}

interface Seen {
  /** When each call that has a place left; null where it has not. */
  underWay: Set<{ sinceMs: number | null }>
  lastTookMs: number
  nextTurnMs: number
}

/**
 * Makes them. Who answers in time is never refused. All slow connections together have a quarter of the places, one of them a tenth (at
 * least one each), so that the rest stays for everybody else. What is refused is told to come back when a place is likely
 * to be free: not all at once, and not again and again.
 * @param options `nowMs` is monotonic.
 */
export function createPlaces(options: { places: number; nowMs: () => number }): Places {
  const { nowMs } = options
  const mostOfSlow = Math.max(1, Math.floor(options.places / 4))
  const mostOfOne = Math.max(1, Math.floor(options.places / 10))
  const seen = new Map<string, Seen>()

  const isSlow = ({ underWay, lastTookMs }: Seen): boolean => {
    const oldestMs = Math.min(...[...underWay].map(({ sinceMs }) => sinceMs ?? Number.POSITIVE_INFINITY))
    return lastTookMs > SLOW_MS || nowMs() - oldestMs > SLOW_MS
  }
  const underWayOfSlow = (): number =>
    [...seen.values()].filter(isSlow).reduce((sum, { underWay }) => sum + underWay.size, 0)
  const mayNotCall = (connection: Seen): boolean =>
    isSlow(connection) &&
    connection.underWay.size > 0 &&
    (connection.underWay.size >= mostOfOne || underWayOfSlow() >= mostOfSlow)

  return {
    refusal(connectionId) {
      const connection = seen.get(connectionId)
      if (connection === undefined || !mayNotCall(connection)) return null
      const perCallMs = Math.max(connection.lastTookMs, SLOW_MS) / mostOfOne
      connection.nextTurnMs = Math.max(connection.nextTurnMs, nowMs() + SLOW_MS) + perCallMs
      return Math.min(connection.nextTurnMs - nowMs(), LONGEST_WAIT_MS)
    },
    refused: () => [...seen].filter(([, connection]) => mayNotCall(connection)).map(([id]) => id),
    take(connectionId) {
      const connection = seen.get(connectionId) ?? { underWay: new Set(), lastTookMs: 0, nextTurnMs: 0 }
      seen.set(connectionId, connection)
      const call: { sinceMs: number | null } = { sinceMs: null }
      connection.underWay.add(call)
      return {
        called() {
          call.sinceMs = nowMs()
        },
        leave() {
          connection.underWay.delete(call)
          if (call.sinceMs !== null) connection.lastTookMs = nowMs() - call.sinceMs
          // Who is quick again is forgotten: only those with something to remember are kept.
          if (connection.underWay.size === 0 && connection.lastTookMs <= SLOW_MS) seen.delete(connectionId)
        },
      }
    },
  }
}
