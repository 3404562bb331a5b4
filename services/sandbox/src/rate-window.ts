const WINDOW_MS = 1000

/** Arrival times of the last second, for a true sliding window: one that arrived exactly 1000 ms ago no longer counts. */
export interface RateWindow {
  /** How many arrived in the second that ends now. */
  countAt(nowMs: number): number
  add(nowMs: number): void
  /** In how many milliseconds will fewer than `limit` be left in the window? 0 where that is so now. */
  freeInMs(nowMs: number, limit: number): number
}

/** Makes an empty window. Times must not run backwards by more than the clock's own corrections. */
export function createRateWindow(): RateWindow {
  let arrivals: number[] = []
  let head = 0
  const forget = (nowMs: number) => {
    while (head < arrivals.length && (arrivals[head] ?? 0) <= nowMs - WINDOW_MS) head += 1
    if (head > 1024 && head * 2 > arrivals.length) {
      arrivals = arrivals.slice(head)
      head = 0
    }
  }
  const countAt = (nowMs: number) => {
    forget(nowMs)
    return arrivals.length - head
  }
  return {
    countAt,
    add: (nowMs) => void arrivals.push(nowMs),
    freeInMs(nowMs, limit) {
      const count = countAt(nowMs)
      if (count < limit) return 0
      const blocking = arrivals[head + count - limit] ?? nowMs
      return Math.max(1, blocking + WINDOW_MS - nowMs)
    },
  }
}
