/** By how much two clocks may run apart, in milliseconds per millisecond: what the daemons that keep them right may slew, on both sides. */
const DRIFT = 0.002

/** How far this process's clock is ahead of another machine's: somewhere between the two, in milliseconds. */
export interface ClockBounds {
  readonly leastMs: number
  readonly mostMs: number
}

/** One answer that says what the other clock showed between the question and the answer. All in milliseconds. */
export interface ClockSample {
  readonly askedAtMs: number
  readonly answeredAtMs: number
  readonly otherMs: number
}

/**
 * Remembers what earlier answers told of another machine's clock, so that one that took long (a busy event loop, a hiccup on the way) leaves no more doubt than the quick ones before
 * it, as NTP does. Returns the bounds after each sample: never wider than the sample's own, and the truth lies within them as long as the clocks run apart by no more than `DRIFT`. A clock that
 * was set, or another machine, contradicts what was known, which is then forgotten; where the step is too small to contradict it, the bounds are wrong by no more than the sample is long.
 */
export function createClockBounds(): (sample: ClockSample) => ClockBounds {
  let known: ClockBounds = { leastMs: Number.NEGATIVE_INFINITY, mostMs: Number.POSITIVE_INFINITY }
  let knownSinceMs = 0

  return ({ askedAtMs, answeredAtMs, otherMs }) => {
    // The other clock may have been read as soon as it was asked then, and as late as the answer now.
    const drift = (answeredAtMs - knownSinceMs) * DRIFT
    const sampled = { leastMs: askedAtMs - otherMs, mostMs: answeredAtMs - otherMs }
    const together = {
      leastMs: Math.max(known.leastMs - drift, sampled.leastMs),
      mostMs: Math.min(known.mostMs + drift, sampled.mostMs),
    }
    known = together.leastMs <= together.mostMs ? together : sampled
    knownSinceMs = askedAtMs
    return known
  }
}
