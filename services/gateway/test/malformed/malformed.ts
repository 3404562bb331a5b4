/** A request that is refused, and how. */
export type Malformed = [
  what: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
  status: number,
  code: string,
]

export const json = { 'content-type': 'application/json' }
export const csv = { 'content-type': 'text/csv' }
export const usage = '/v1/partners/p1/companies/c1/usage/2026-10'
