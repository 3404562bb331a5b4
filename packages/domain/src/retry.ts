/** How long to wait between tries: doubling from `firstMs` up to `mostMs`, for at most `tries` tries. */
export interface RetryPolicy {
  tries: number
  firstMs: number
  mostMs: number
}

/**
 * The wait in milliseconds before the next try, after `triesMade` of them: the doubling wait, spread evenly over its upper
 * half so that many that failed together do not come back together. `random` is in [0, 1). `atLeastMs` is what the other side asked for.
 */
export function retryDelayMs(policy: RetryPolicy, triesMade: number, random: number, atLeastMs = 0): number {
  const doubled = Math.min(policy.mostMs, policy.firstMs * 2 ** Math.min(30, Math.max(0, triesMade - 1)))
  return Math.max(atLeastMs, Math.round(doubled * (0.5 + random / 2)))
}
