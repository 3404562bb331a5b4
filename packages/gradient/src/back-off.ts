/** How long the fleet waits after a 429 that does not say: 1, 2, 4 … 60 s, each shortened by up to half so that not everybody returns at once. */
const FIRST_MS = 1000
const LONGEST_MS = 60_000
/** A `Retry-After: 0` must not become a tight loop. */
const SHORTEST_MS = 100

export interface BackOff {
  /** Milliseconds to wait, now that a 429 came; `askedMs` is its `Retry-After`. */
  afterRateLimit(askedMs: number | null): number
  /** A call was let through: the next wait begins short again. */
  afterSuccess(): void
}

/**
 * Counts 429s. Those that arrive while the wait is on were sent before it began and say nothing new, so a volley of them counts once.
 * @param deps `nowMs` is monotonic; `random` gives 0 to 1.
 */
export function createBackOff(deps: { nowMs: () => number; random: () => number }): BackOff {
  let inARow = 0
  let waitingUntilMs = Number.NEGATIVE_INFINITY
  return {
    afterRateLimit(askedMs) {
      const nowMs = deps.nowMs()
      if (nowMs >= waitingUntilMs) inARow += 1
      const guessMs = Math.min(FIRST_MS * 2 ** Math.max(inARow - 1, 0), LONGEST_MS) * (1 - deps.random() / 2)
      const waitMs = Math.max(askedMs ?? guessMs, SHORTEST_MS)
      waitingUntilMs = Math.max(waitingUntilMs, nowMs + waitMs)
      return waitMs
    },
    afterSuccess() {
      if (deps.nowMs() >= waitingUntilMs) inARow = 0
    },
  }
}
