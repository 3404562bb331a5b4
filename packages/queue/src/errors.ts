/** Redis does not answer. What was to be nudged stands in Postgres; the sweep will nudge it. */
export class RedisAwayError extends Error {
  override name = 'RedisAwayError'
}

/** Thrown by a handler: try this job again. Counts as one of its tries. */
export class RetryJobError extends Error {
  override name = 'RetryJobError'
  readonly retryInMs: number | undefined
  constructor(message: string, retryInMs?: number) {
    super(message)
    this.retryInMs = retryInMs
  }
}

/** Thrown by a handler: not now, and through no fault of the job's; come back later. Does not count as a try. */
export class PostponeJobError extends Error {
  override name = 'PostponeJobError'
  readonly delayMs: number
  constructor(message: string, delayMs: number) {
    super(message)
    this.delayMs = delayMs
  }
}

/** Thrown by a handler: trying again is of no use now. The job goes to the failed set. */
export class GiveUpJobError extends Error {
  override name = 'GiveUpJobError'
}
