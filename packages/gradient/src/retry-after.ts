/** The longest that we let Gradient make us wait at once: 10 minutes. */
export const RETRY_AFTER_MAX_MS = 600_000

const SECONDS = /^\d+(\.\d+)?$/
const HTTP_DATE = /^[A-Z][a-z]+,? .*\d{2}:\d{2}:\d{2}/

/**
 * Reads `Retry-After`: seconds, or an HTTP date (RFC 9110, 10.2.3). Milliseconds from `now`, between 0 and 10 minutes; null where
 * it is absent or neither. Gradient does not document that it sends one.
 */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? ''
  if (SECONDS.test(text)) return clamp(Number(text) * 1000)
  if (!HTTP_DATE.test(text)) return null
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? null : clamp(atMs - now.getTime())
}

function clamp(waitMs: number): number {
  return Math.min(Math.max(Math.ceil(waitMs), 0), RETRY_AFTER_MAX_MS)
}
