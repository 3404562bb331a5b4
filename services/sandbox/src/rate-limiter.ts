import type { RateLimit } from './fault-switches.ts'
import { createRateWindow, type RateWindow } from './rate-window.ts'

/** A request that came too early; `retryAfter` is the header's value in seconds, absent where the switch says so. */
export interface Refusal {
  retryAfter: string | undefined
}

export interface RateLimiter {
  /** Takes a place in every window that the request falls under, or says how it is refused. */
  admit(nowMs: number, request: RateLimitedRequest): Refusal | undefined
}

export interface RateLimitedRequest {
  /** The key of the token as sent, known or not. */
  partnerKey: string | undefined
  /** The limit set for all, if any. */
  shared: RateLimit | undefined
  /** The limit set for this partner alone, if any: it holds beside the shared one. */
  own: RateLimit | undefined
}

/**
 * Gradient's limit: `requestsPerSecond` over a true sliding second. A request that is refused takes no place, unless `countRefused`.
 * What the limit is counted by (vendor, partner, address) is unknown: `scope` plays the first two; all clients of a sandbox share one address.
 */
export function createRateLimiter(defaults: { requestsPerSecond: number }): RateLimiter {
  const windows = new Map<string, RateWindow>()
  const windowOf = (key: string): RateWindow => {
    const known = windows.get(key)
    if (known) return known
    const made = createRateWindow()
    windows.set(key, made)
    return made
  }
  return {
    admit(nowMs, request) {
      const sharedKey = request.shared?.scope === 'partner' ? `each:${request.partnerKey ?? ''}` : 'all'
      const rules = [{ window: windowOf(sharedKey), limit: request.shared }]
      if (request.own) rules.push({ window: windowOf(`own:${request.partnerKey ?? ''}`), limit: request.own })
      let waitMs = 0
      let blocking: RateLimit | undefined
      for (const { window, limit } of rules) {
        const freeInMs = window.freeInMs(nowMs, limit?.requestsPerSecond ?? defaults.requestsPerSecond)
        if (freeInMs > waitMs) {
          waitMs = freeInMs
          blocking = limit
        }
      }
      for (const { window, limit } of rules) if (waitMs === 0 || limit?.countRefused) window.add(nowMs)
      return waitMs === 0 ? undefined : { retryAfter: retryAfterSeconds(blocking, waitMs) }
    },
  }
}

/** `Retry-After` counts whole seconds, so a wait of some milliseconds becomes 1. Off by default: Gradient does not document it. */
export function retryAfterSeconds(limit: RateLimit | undefined, waitMs: number): string | undefined {
  const retryAfter = limit?.retryAfter ?? false
  if (retryAfter === false) return undefined
  return String(retryAfter === true ? Math.max(1, Math.ceil(waitMs / 1000)) : retryAfter)
}
