import type { Outcome } from '../api/shapes.ts'
import { isOutcome } from '../outcomes/outcome.ts'

/** How a run's pushes are looked at: all that its address keeps. */
export interface RunView {
  by: 'company' | null
  search: string
  partnerId: string | null
  outcome: Outcome | null
  /** The id of a cause. */
  cause: string | null
}

const LONGEST_SEARCH = 200

/** Reads it from an address's query. What it should not have is as if it were not there. */
export function readRunView(query: URLSearchParams): RunView {
  const outcome = query.get('outcome')
  return {
    by: query.get('by') === 'company' ? 'company' : null,
    search: (query.get('search') ?? '').trim().slice(0, LONGEST_SEARCH),
    partnerId: query.get('partnerId') || null,
    outcome: isOutcome(outcome) ? outcome : null,
    cause: query.get('cause') || null,
  }
}
