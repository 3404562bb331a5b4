import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * Writes the staged counts that are new or changed and answers how many they are; those whose partner's run has begun are noted in `import_changed`. Counts are signed with
 * `importId`. As for companies, a new one is a plain insert, which fails where the same count is reported at this moment, unless `careful`.
 */
export async function mergeUsage(
  tx: Db,
  { importId, careful }: { importId: string | null; careful: boolean },
): Promise<number> {
  const meeting = careful
    ? sql`on conflict (partner_id, company_id, period) do update
        set billable_users = excluded.billable_users, revision = usage_count.revision + 1, reported_at = now(),
          reported_by = excluded.reported_by
        where usage_count.billable_users <> excluded.billable_users`
    : sql``
  const { rows } = await sql<{ usage: number }>`
    with latest as materialized (
      select distinct on (partner_id, company_id, period) partner_id, company_id, period, billable_users
      from import_row where billable_users is not null order by partner_id, company_id, period, line desc
    ), compared as materialized (
      select l.partner_id, l.company_id, l.period, l.billable_users, u.revision is null as is_new from latest l
      join company co on co.partner_id = l.partner_id and co.id = l.company_id
      left join usage_count u on u.partner_id = l.partner_id and u.company_id = l.company_id and u.period = l.period
      where u.billable_users is distinct from l.billable_users
    ), made as (
      insert into usage_count (partner_id, company_id, period, billable_users, revision, reported_by)
      select partner_id, company_id, period, billable_users, 1, ${importId}::uuid from compared where is_new ${meeting}
      returning partner_id, company_id, period
    ), changed as (
      update usage_count u
      set billable_users = l.billable_users, revision = u.revision + 1, reported_at = now(), reported_by = ${importId}::uuid
      from compared l
      where not l.is_new and u.partner_id = l.partner_id and u.company_id = l.company_id and u.period = l.period
        and u.billable_users <> l.billable_users
      returning u.partner_id, u.company_id, u.period
    ), written as (
      select * from made union all select * from changed
    ), noted as (
      insert into import_changed
      select w.partner_id, w.company_id, w.period from written w
      where (w.partner_id, w.period::text) in (
        select c.partner_id, pr.period::text from connection c join partner_run pr on pr.connection_id = c.id
        where c.status <> 'disconnected'))
    select count(*)::integer as usage from written`.execute(tx)
  return rows[0]?.usage ?? 0
}
