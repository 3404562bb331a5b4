/** Failing for so long, Redis counts as away: a restart or a stalled process is not worth a change-over. */
const AWAY_AFTER_MS = 1000
/** While it may be away, it is tried so often. */
const TRY_EVERY_MS = 1000
/** A failure so long ago says nothing of now. */
const FORGET_AFTER_MS = 5000

/** Whether this process reaches Redis. */
export interface RedisReach {
  answered(): void
  /** An attempt that began at `beganAtMs` failed. */
  failed(cause: unknown, beganAtMs: number): void
  /** Since when nothing but failures came, and the last one; null while it counts as there. */
  away(): { readonly cause: Error } | null
  /** Tries it in the background, at most once a second. */
  tryAgain(): void
}

/** @param deps `probe` rejects where Redis does not answer in time. */
export function createRedisReach(deps: { nowMs: () => number; probe: () => Promise<unknown> }): RedisReach {
  let failing: { sinceMs: number; lastMs: number; cause: Error } | null = null
  let triedAtMs = Number.NEGATIVE_INFINITY
  let trying = false

  function answered(): void {
    failing = null
  }

  function failed(cause: unknown, beganAtMs: number): void {
    const nowMs = deps.nowMs()
    const isNew = failing === null || nowMs - failing.lastMs > FORGET_AFTER_MS
    const sinceMs = isNew || failing === null ? beganAtMs : failing.sinceMs
    failing = { sinceMs, lastMs: nowMs, cause: cause instanceof Error ? cause : new Error(String(cause)) }
  }

  return {
    answered,
    failed,
    away() {
      if (failing === null || failing.lastMs - failing.sinceMs < AWAY_AFTER_MS) return null
      return deps.nowMs() - failing.lastMs <= FORGET_AFTER_MS ? failing : null
    },
    tryAgain() {
      const nowMs = deps.nowMs()
      if (trying || nowMs - triedAtMs < TRY_EVERY_MS) return
      trying = true
      triedAtMs = nowMs
      void deps
        .probe()
        .then(answered, (error: unknown) => failed(error, nowMs))
        .finally(() => {
          trying = false
        })
    },
  }
}
