import { sql } from 'kysely'
import type { NudgedSync } from './account-syncs.ts'
import type { Db } from './connect.ts'
import { joinByHash, joinManyByHash } from './join-by-hash.ts'
import { type NudgedPush, reviseOpenPushes } from './ledger/revise.ts'
import { mergeCompanies } from './merge-companies.ts'
import { mergeUsage } from './merge-usage.ts'

const MERGE_LOCK = 7_301_002
/** Nudged at once by the import; the sweep brings the rest. */
const MOST_NUDGES = 10_000

/** Why a line that is good in itself was rejected. */
export type ImportRejection = 'partner_unknown' | 'company_unknown' | 'company_archived'

/** What an import came to. `pushes` and `syncs` are to be nudged; of very many only the first, the sweep brings the rest. */
export interface MergedImport {
  rejected: number
  errors: { line: number; code: ImportRejection }[]
  changed: { partners: number; companies: number; usage: number }
  pushes: NudgedPush[]
  syncs: NudgedSync[]
}

/**
 * Merges the staged rows (`import_row`) into the tables, one statement per state of affairs. Where several lines say something about the
 * same thing the last one counts, field by field. What stands so already is not touched, nor locked. One import merges at a time.
 * Counts are signed with `importId` (`usage_import`). Fails where the same thing is written at this moment (`isLostRace`); `careful` does not, but takes longer.
 */
export async function mergeImport(
  tx: Db,
  input: { mostErrors: number; importId: string | null; lines: number; careful: boolean },
): Promise<MergedImport> {
  const { mostErrors, importId, careful } = input
  await sql`select pg_advisory_xact_lock(${MERGE_LOCK})`.execute(tx)
  await joinManyByHash(tx, { rows: input.lines, with: ['company', 'usage_count'] })
  await sql`
    select from partner where id in (select distinct partner_id from import_row) order by id for key share`.execute(tx)
  const rejected = await reject(tx)
  const errors = rejected > 0 ? await namedRejections(tx, mostErrors) : []
  const partners = await mergePartners(tx)
  const { companies, syncs } = await mergeCompanies(tx, { careful })
  const usage = await mergeUsage(tx, { importId, careful })
  await joinManyByHash(tx, { rows: usage, with: ['push'] })
  const changed = sql`select partner_id, company_id, period from import_changed`
  const pushes = usage > 0 ? await reviseOpenPushes(tx, changed, MOST_NUDGES) : []
  await joinByHash(tx, 'off')
  return { rejected, errors, changed: { partners, companies, usage }, pushes, syncs }
}

/**
 * Sorts out the lines that cannot be kept: of a company that nobody knows or names, of a partner that nobody knows or names (a line
 * that is sorted out names nobody), and counts of an archived company after its last period.
 */
async function reject(tx: Db): Promise<number> {
  await sql`
    insert into import_reject
    select r.line, 'company_unknown' from import_row r
    where r.company_id is not null and r.company_name is null
      and not exists (select from company co where co.partner_id = r.partner_id and co.id = r.company_id)
      and not exists (select from import_row n
        where n.partner_id = r.partner_id and n.company_id = r.company_id and n.company_name is not null)`.execute(tx)
  await sql`
    insert into import_reject
    select r.line, 'company_archived' from company co
    join import_row r on r.partner_id = co.partner_id and r.company_id = co.id
    where co.last_period < r.period and r.billable_users is not null
    on conflict do nothing`.execute(tx)
  await sql`
    insert into import_reject
    select r.line, 'partner_unknown' from import_row r
    where r.partner_id in (
      select partner_id from import_row except select id from partner except
      select n.partner_id from import_row n
      where n.partner_name is not null and not exists (select from import_reject j where j.line = n.line))
    on conflict do nothing`.execute(tx)
  const gone = await sql`delete from import_row r using import_reject j where j.line = r.line`.execute(tx)
  return Number(gone.numAffectedRows ?? 0)
}

async function namedRejections(tx: Db, most: number): Promise<MergedImport['errors']> {
  const { rows } = await sql<{ line: number; code: ImportRejection }>`
    select line, code from import_reject order by line limit ${most}`.execute(tx)
  return rows
}

/** One statement for those that lines name and those that they only give an address; no partner is both. */
async function mergePartners(tx: Db): Promise<number> {
  const { rows } = await sql<{ partners: number }>`
    with last as materialized (
      select l.partner_id, n.partner_name, e.admin_email
      from (
        select partner_id, max(line) filter (where partner_name is not null) as name_line,
          max(line) filter (where admin_email is not null) as email_line
        from import_row group by partner_id) l
      left join import_row n on n.line = l.name_line
      left join import_row e on e.line = l.email_line
    ), named as (
      insert into partner (id, name, admin_email)
      select partner_id, partner_name, admin_email from last where partner_name is not null order by partner_id
      on conflict (id) do update
        set name = excluded.name, admin_email = coalesce(excluded.admin_email, partner.admin_email), updated_at = now()
        where partner.name <> excluded.name or partner.admin_email is distinct from coalesce(excluded.admin_email, partner.admin_email)
      returning 1
    ), mailed as (
      update partner p set admin_email = l.admin_email, updated_at = now() from last l
      where l.partner_name is null and l.partner_id = p.id and l.admin_email is distinct from coalesce(p.admin_email, '')
        and l.admin_email is not null
      returning 1
    )
    select (select count(*) from named)::integer + (select count(*) from mailed)::integer as partners`.execute(tx)
  return rows[0]?.partners ?? 0
}
