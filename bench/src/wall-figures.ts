/** A call as Gradient's double saw it arrive. */
export interface Arrival {
  startedAtMs: number
  answered: unknown
}

const MIDDLE = 0.9

/** The part of the budget that was used over the middle 90 % of the time between the first and the last call; 1 is all of it. */
export function budgetUsed(calls: Arrival[], perSecond: number): number {
  const times = calls.map(({ startedAtMs }) => startedAtMs).sort((a, b) => a - b)
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined || first === last) throw new Error('there were no calls to measure')
  const edgeMs = ((last - first) * (1 - MIDDLE)) / 2
  const middle = times.filter((time) => time >= first + edgeMs && time < last - edgeMs)
  return middle.length / (perSecond * (((last - first) * MIDDLE) / 1_000))
}

/** A partner's part in a run: how many counts, and when the last of them was sent, in seconds after the run began. */
export interface PartnerPart {
  counts: number
  lastAfterSeconds: number
}

/**
 * How much later than its fair share each partner's last count went, 1 being exactly then. The fair share: every partner that still has counts gets
 * the same part of what is sent, so that a small one is done when each of the others has sent as many as it, or all that they have.
 */
export function lateness(parts: PartnerPart[]): number[] {
  const total = parts.reduce((sum, { counts }) => sum + counts, 0)
  const wholeSeconds = Math.max(...parts.map(({ lastAfterSeconds }) => lastAfterSeconds))
  const perSecond = total / wholeSeconds
  return parts.map(({ counts, lastAfterSeconds }) => {
    const sentBefore = parts.reduce((sum, other) => sum + Math.min(other.counts, counts), 0)
    return lastAfterSeconds / (sentBefore / perSecond)
  })
}

/** The figure below which this part of them lies (0.95: the 95th percentile). */
export function quantile(figures: number[], part: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const at = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]
  if (at === undefined) throw new Error('no figures')
  return at
}
