import { type RawBuilder, sql } from 'kysely'

/**
 * Of `push` (what a push is called in the statement): its company has a push of a newer period on the same connection. The connection's newer periods, most often none, are asked for
 * first: the index of pushes begins with the period. `offset 0` has it asked of each push by itself.
 */
export function hasNewerPeriod(push: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (select from push newer
    where newer.connection_id = ${push}.connection_id and newer.company_id = ${push}.company_id and newer.period = any(array(
      select later.period from partner_run later where later.connection_id = ${push}.connection_id and later.period > ${push}.period))
    offset 0)`
}
