import { words } from '../words/words.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something is, in its two largest units: `3 h 12 min`. */
export function formatDuration(ms: number): string {
  const says = words.common.duration
  const rest = Math.max(0, ms)
  if (rest < MINUTE) return says.seconds(Math.floor(rest / SECOND))
  if (rest < HOUR) return says.minutes(Math.floor(rest / MINUTE))
  if (rest < DAY) return says.hours(Math.floor(rest / HOUR), Math.floor((rest % HOUR) / MINUTE))
  return says.days(Math.floor(rest / DAY), Math.floor((rest % DAY) / HOUR))
}

/** How long a call took: `84 ms`, `2.1 s`. */
export function formatLatency(ms: number): string {
  const says = words.common.duration
  return ms < SECOND ? says.milliseconds(Math.round(ms)) : says.tenths((ms / SECOND).toFixed(1))
}
