import { sql } from 'kysely'
import type { NudgedSync } from './account-syncs.ts'
import type { Db } from './connect.ts'

/**
 * Writes the companies that staged rows name anew or otherwise, sets their accounts to be sent, and asks for the syncs; those made now are answered. An archived
 * company is renamed like any other, but does not come back: PUT does that.
 *
 * A new company is a plain insert, which costs a third less than one that may meet a row. It fails where somebody registers that company at this moment; `careful` does not.
 */
export async function mergeCompanies(
  tx: Db,
  { careful }: { careful: boolean },
): Promise<{ companies: number; syncs: NudgedSync[] }> {
  const meeting = careful
    ? sql`on conflict (partner_id, id) do update set name = excluded.name, updated_at = now() where company.name <> excluded.name`
    : sql``
  const { rows } = await sql<{ companies: number; connections: string[] | null }>`
    with named as materialized (
      select distinct on (partner_id, company_id) partner_id, company_id, company_name
      from import_row where company_name is not null order by partner_id, company_id, line desc
    ), compared as materialized (
      select n.partner_id, n.company_id, n.company_name, co.id is null as is_new
      from named n join partner p on p.id = n.partner_id
      left join company co on co.partner_id = n.partner_id and co.id = n.company_id
      where co.name is distinct from n.company_name
    ), made as (
      insert into company (partner_id, id, name)
      select partner_id, company_id, company_name from compared where is_new ${meeting}
      returning partner_id, id
    ), renamed as (
      update company co set name = n.company_name, updated_at = now() from compared n
      where not n.is_new and co.partner_id = n.partner_id and co.id = n.company_id and co.name <> n.company_name
      returning co.partner_id, co.id
    ), written as (
      select * from made union all select * from renamed
    ), due as (
      insert into account (connection_id, company_id)
      select c.id, w.id from written w join connection c on c.partner_id = w.partner_id and c.status <> 'disconnected'
      order by 1, 2
      on conflict (connection_id, company_id) do update set due = true, due_at = now()
      returning connection_id)
    select (select count(*)::integer from written) as companies,
      (select array_agg(distinct connection_id) from due) as connections`.execute(tx)
  const connections = rows[0]?.connections ?? []
  const syncs = await sql<NudgedSync & { created: boolean }>`
    insert into account_sync (connection_id) select id from unnest(${connections}::uuid[]) as c(id) order by id
    on conflict (connection_id) where status = 'queued' do update set due_at = least(account_sync.due_at, now())
    returning id, nudge, xmax = 0 as created`.execute(tx)
  const made = syncs.rows.filter(({ created }) => created).map(({ id, nudge }) => ({ id, nudge }))
  return { companies: rows[0]?.companies ?? 0, syncs: made }
}
