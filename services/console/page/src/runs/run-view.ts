import type { Outcome } from '../api/shapes.ts'
import { isOutcome } from '../outcomes/outcome.ts'

/** By what partners are sorted: the most of it first. */
export const PARTNER_SORTS = ['failed', 'refused', 'unmapped', 'open', 'companies', 'partner'] as const
export type PartnerSort = (typeof PARTNER_SORTS)[number]

/** How a run's pushes are looked at: all that its address keeps. */
export interface RunView {
  by: 'company' | null
  search: string
  /** Null: those with the most failed first. */
  sort: PartnerSort | null
  partnerId: string | null
  outcome: Outcome | null
  /** The id of a cause. */
  cause: string | null
}

const LONGEST_SEARCH = 200

/** Reads it from an address's query. What it should not have is as if it were not there. */
export function readRunView(query: URLSearchParams): RunView {
  const outcome = query.get('outcome')
  const cause = query.get('cause') ?? ''
  return {
    by: query.get('by') === 'company' ? 'company' : null,
    search: (query.get('search') ?? '').trim().slice(0, LONGEST_SEARCH),
    sort: PARTNER_SORTS.find((sort) => sort === query.get('sort')) ?? null,
    partnerId: query.get('partnerId') || null,
    outcome: isOutcome(outcome) ? outcome : null,
    cause: /^[\da-f]{16}$/.test(cause) ? cause : null,
  }
}
