/** Data that cannot be, a constraint, a transaction that another was quicker than, an exception of a trigger ("PostgreSQL Error Codes", classes 22, 23, 40, P0). */
const OF_ROWS = /^(22|23|40|P0)/

/**
 * Whether Postgres refused a statement for the rows in it, so that of many rows most would do alone. All else (no connection, a statement that took too long) would
 * befall each of them as well.
 */
export function isRefusedForItsRows(error: unknown): boolean {
  return error instanceof Error && 'code' in error && OF_ROWS.test(String(error.code))
}
