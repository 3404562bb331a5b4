/** Which run's failures are looked at; null: the current one. */
export interface FailuresView {
  runId: string | null
}

/** Reads it from an address's query. */
export function readFailuresView(query: URLSearchParams): FailuresView {
  return { runId: query.get('runId') || null }
}
