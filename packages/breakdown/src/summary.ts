import { PUSH_STATES, type PushState } from '@bridge/domain'
import type { BreakdownRow } from './breakdown.ts'

/** A breakdown's sums. */
export interface Summary {
  companies: number
  /** The sum of the numbers that Gradient has. */
  sentUsers: number
  counts: Record<PushState, number>
  /** The partner's to-do list. */
  toMap: BreakdownRow[]
}

/** Adds up the lines. */
export function summarize(rows: readonly BreakdownRow[]): Summary {
  const counts = Object.fromEntries(PUSH_STATES.map((state) => [state, 0])) as Record<PushState, number>
  let sentUsers = 0
  for (const { outcome, unitCount } of rows) {
    counts[outcome] += 1
    if (outcome === 'accepted') sentUsers += unitCount ?? 0
  }
  return { companies: rows.length, sentUsers, counts, toMap: rows.filter((row) => row.outcome === 'unmapped') }
}
