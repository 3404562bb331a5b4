import { isOutcome, type Outcome } from './outcome.ts'

export const SORTS = ['company', 'unitCount', 'outcome', 'settledAt'] as const
export type Sort = (typeof SORTS)[number]

/** How a list of companies is looked at, and which of them is opened: all that its address keeps. */
export interface ListView {
  search: string
  outcome: Outcome | null
  sort: Sort
  order: 'asc' | 'desc'
  /** The id of the opened one. */
  company: string | null
}

/** The direction in which a list is sorted first: the largest numbers and the newest times are asked for more often. */
const FIRST_ORDER: Record<Sort, ListView['order']> = {
  company: 'asc',
  unitCount: 'desc',
  outcome: 'asc',
  settledAt: 'desc',
}
const LONGEST_SEARCH = 200

/** Reads an address's query. What it should not have is as if it were not there. */
export function readListView(params: URLSearchParams): ListView {
  const outcome = params.get('outcome')
  const sort = SORTS.find((known) => known === params.get('sort')) ?? 'company'
  const order = params.get('order')
  return {
    search: (params.get('search') ?? '').trim().slice(0, LONGEST_SEARCH),
    outcome: isOutcome(outcome) ? outcome : null,
    sort,
    order: order === 'asc' || order === 'desc' ? order : FIRST_ORDER[sort],
    company: params.get('company') || null,
  }
}

/** Writes it, with the question mark; empty where all is as it is at first. */
export function writeListView(view: ListView): string {
  const params = new URLSearchParams()
  if (view.search !== '') params.set('search', view.search)
  if (view.outcome !== null) params.set('outcome', view.outcome)
  if (view.sort !== 'company') params.set('sort', view.sort)
  if (view.order !== FIRST_ORDER[view.sort]) params.set('order', view.order)
  if (view.company !== null) params.set('company', view.company)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** What pressing a column's heading does: sort by it, or, where it is sorted by it, the other way round. */
export function sortedBy(
  { sort, order }: Pick<ListView, 'sort' | 'order'>,
  pressed: Sort,
): Pick<ListView, 'sort' | 'order'> {
  if (sort !== pressed) return { sort: pressed, order: FIRST_ORDER[pressed] }
  return { sort, order: order === 'asc' ? 'desc' : 'asc' }
}
