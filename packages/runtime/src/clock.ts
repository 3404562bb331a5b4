/** The only source of "now". Injected everywhere, so that a test can stand on the 1st at 01:00 New York. */
export interface Clock {
  /** The present moment. */
  now(): Date
}

/** The machine's own clock; the only place that reads it. */
export const systemClock: Clock = { now: () => new Date() }
