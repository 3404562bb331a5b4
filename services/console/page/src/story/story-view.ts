/** Which part of a story is looked at. */
export interface StoryView {
  /** Only what is about this month; null: everything. */
  period: string | null
}

/** Reads it from an address's query. */
export function readStoryView(query: URLSearchParams): StoryView {
  const period = query.get('period') ?? ''
  return { period: /^\d{4}-\d{2}$/.test(period) ? period : null }
}
