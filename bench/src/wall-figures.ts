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

/** A partner's part in a run: how many counts, and the place of its last one among all that were sent, from 1. */
export interface PartnerPart {
  counts: number
  lastPlace: number
}

/**
 * How much later than its fair share each partner's last count went, 1 being exactly then. The fair share: in turns, a partner is done when each of the
 * others has sent as many as it, or all that they have.
 */
export function lateness(parts: PartnerPart[]): number[] {
  return parts.map(({ counts, lastPlace }) => {
    const fairPlace = parts.reduce((sum, other) => sum + Math.min(other.counts, counts), 0)
    return lastPlace / fairPlace
  })
}
