import type { Db } from '@bridge/db'
import { shiftPeriod } from '@bridge/domain'
import { sql } from 'kysely'

/** Two at a time: more would only wait for each other. */
const MONTHS_AT_ONCE = 2

/**
 * Adds so many billed months before `period` for every company of every connected partner: its report, its push, accepted, and the call. Indexes that are not
 * needed meanwhile are made anew at the end, which is several times as quick.
 */
export async function seedMonths(db: Db, input: { period: string; months: number }): Promise<void> {
  const periods = Array.from({ length: input.months }, (_, back) => shiftPeriod(input.period, -1 - back)).reverse()
  const indexes = await dropIndexes(db)
  const left = periods.values()
  const seedRest = async () => {
    for (const period of left) await seedMonth(db, period)
  }
  await Promise.all(Array.from({ length: MONTHS_AT_ONCE }, seedRest))
  for (const definition of indexes) await sql.raw(definition).execute(db)
}

async function seedMonth(db: Db, period: string): Promise<void> {
  const at = sql`(${period} || '-01')::timestamptz + interval '1 month'`
  const { rows } = await sql<{ id: string }>`
    insert into billing_run (period, kind, deadline_at, started_at, planned_at, finished_at, reports_compared_at)
    values (${period}, 'scheduled', ${at}, ${at}, ${at}, ${at}, ${at}) returning id`.execute(db)
  await sql`
    insert into usage_count (partner_id, company_id, period, billable_users, revision, reported_at)
    select partner_id, id, ${period}, (random() * 500)::integer, 1, ${at} - interval '1 day' from company`.execute(db)
  await sql`
    insert into partner_run (connection_id, period, partner_id, run_id, expected, rebuilt_at)
    select c.id, ${period}, c.partner_id, ${rows[0]?.id}::uuid, count(*), ${at}
    from connection c join company co on co.partner_id = c.partner_id group by c.id`.execute(db)
  await sql`
    with pushed as (
      insert into push (connection_id, partner_id, company_id, period, turn, outcome, unit_count, revision, attempts, tries, last_status,
        opened_at, due_at, settled_at)
      select c.id, co.partner_id, co.id, ${period}, 1, 'accepted', 1, 1, 1, 1, 201, ${at}, ${at}, ${at}
      from connection c join company co on co.partner_id = c.partner_id
      returning id, connection_id)
    insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, unit_count, revision, no_build, claim)
    select connection_id, id, 'count', 'bench', ${at}, ${at}, 201, 1, 1, true, gen_random_uuid() from pushed`.execute(
    db,
  )
}

/** Drops the indexes of the two tables that no constraint needs; answers how they are made again. */
async function dropIndexes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where i.indrelid in ('push'::regclass, 'attempt'::regclass)
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`.execute(db)
  for (const { name } of rows) await sql`drop index ${sql.raw(name)}`.execute(db)
  return rows.map(({ definition }) => definition)
}
