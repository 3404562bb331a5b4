/** Who may use a route: anybody, whoever is signed in, or operators alone. */
export type Right = 'nobody' | 'viewer' | 'operator'

/**
 * Every route of the console and who may use it, bull-board's included. A HEAD is a GET. What is not here is refused to everybody, and a route
 * without a line, or a line without a route, ends the start.
 */
export const RIGHTS: Readonly<Record<string, Right>> = {
  'GET /healthz': 'nobody',
  'GET /readyz': 'nobody',
  'GET /metrics': 'nobody',

  // the page itself, which asks for everything that it shows
  'GET /*': 'nobody',

  'POST /api/session': 'nobody',
  'GET /api/session': 'viewer',
  'DELETE /api/session': 'viewer',

  'GET /api/audit': 'viewer',
}
