import { CompiledQuery, sql } from 'kysely'
import type { Db } from './connect.ts'
import { type NudgedPush, reviseOpenPushes } from './ledger/revise.ts'
import { retryOnDeadlock } from './retry-on-deadlock.ts'

/** One company's billable users in one period, as reported. */
export interface UsageReport {
  partnerId: string
  companyId: string
  period: string
  billableUsers: number
}

/** A report with the integration token that made it, where that is known. */
export interface SignedReport extends UsageReport {
  reportedBy?: string | null
}

/** The report that stands now. */
export interface StoredUsage extends UsageReport {
  revision: number
  reportedAt: Date
}

/** What came of a report; `pushes` wait to be nudged. */
export type PutUsage =
  | { usage: StoredUsage; pushes: NudgedPush[] }
  | { refused: 'partner_not_found' | 'company_not_found' }
  | { refused: 'company_archived'; lastPeriod: string }

/**
 * Writes a report. The same number again makes no new revision; another number is the next revision, and what it replaced is kept
 * in `usage_revision`. Reports of one company made at once get consecutive revisions: the row's lock puts them in order.
 *
 * Whatever the number, a period that was not billed yet is one call of `report_usage`. Where the partner's run has
 * begun, the push is revised in the same transaction. A run that is planned at this very moment is seen by neither; the sweep compares
 * the two afterwards.
 */
export async function putUsage(db: Db, report: SignedReport): Promise<PutUsage> {
  const { partnerId, companyId, period, billableUsers, reportedBy = null } = report
  const { rows } = await db.executeQuery<StoredUsage>(
    CompiledQuery.raw(REPORT_UNLESS_BILLED, [partnerId, companyId, period, billableUsers, reportedBy]),
  )
  const written = rows[0]
  if (written) return { usage: written, pushes: [] }
  return retryOnDeadlock(() =>
    db.transaction().execute(async (tx) => {
      // Twice: of two calls that report the same number at once, one writes nothing and does not see the other's row until it looks again.
      const usage = (await writeUsage(tx, report)) ?? (await writeUsage(tx, report))
      if (!usage) return explain(tx, report)
      const pushes = await reviseOpenPushes(
        tx,
        sql`select ${partnerId}::text as partner_id, ${companyId}::text as company_id, ${period}::text as period`,
      )
      return { usage, pushes }
    }),
  )
}

const stored = (table: string) => `
  ${table}.partner_id as "partnerId", ${table}.company_id as "companyId", ${table}.period,
  ${table}.billable_users as "billableUsers", ${table}.revision, ${table}.reported_at as "reportedAt"`

const REPORT_UNLESS_BILLED = `select ${stored('u')} from report_usage($1, $2, $3, $4, $5) u`

/** The report as it stands after this, billed or not: written, or there already with the same number. What it replaces is kept by the table's own trigger. */
async function writeUsage(tx: Db, report: SignedReport): Promise<StoredUsage | undefined> {
  const { partnerId, companyId, period, billableUsers, reportedBy = null } = report
  const { rows } = await sql<StoredUsage>`
    with written as (
      insert into usage_count (partner_id, company_id, period, billable_users, revision, reported_by)
      select partner_id, id, ${period}::text, ${billableUsers}::integer, 1, ${reportedBy}::uuid from company
      where partner_id = ${partnerId} and id = ${companyId} and (last_period is null or last_period >= ${period}::text)
      on conflict (partner_id, company_id, period) do update
        set billable_users = excluded.billable_users, revision = usage_count.revision + 1, reported_at = now(),
          reported_by = excluded.reported_by
        where usage_count.billable_users <> excluded.billable_users
      returning usage_count.*)
    select ${sql.raw(stored('written'))} from written
    union all
    select ${sql.raw(stored('u'))} from usage_count u
    where u.partner_id = ${partnerId} and u.company_id = ${companyId} and u.period = ${period}::text and u.billable_users = ${billableUsers}::integer
      and not exists (select from written)`.execute(tx)
  return rows[0]
}

/** Why nothing was written: the company cannot have it. */
async function explain(tx: Db, report: UsageReport): Promise<PutUsage> {
  const { partnerId, companyId, period } = report
  const { rows } = await sql<{ partner: boolean; company: boolean; lastPeriod: string | null }>`
    select exists (select from partner where id = ${partnerId}) as partner, co.id is not null as company, co.last_period as "lastPeriod"
    from (select 1) one left join company co on co.partner_id = ${partnerId} and co.id = ${companyId}`.execute(tx)
  const there = rows[0]
  if (!there?.partner) return { refused: 'partner_not_found' }
  if (!there.company) return { refused: 'company_not_found' }
  if (there.lastPeriod !== null && there.lastPeriod < period) {
    return { refused: 'company_archived', lastPeriod: there.lastPeriod }
  }
  throw new Error(
    `the usage of partner ${report.partnerId}, company ${report.companyId}, ${report.period} was not written`,
  )
}

/** One report in the history of a company and period. */
export interface UsageRevision {
  period: string
  revision: number
  billableUsers: number
  reportedAt: Date
  /** When a newer report took its place; null for the one that stands. */
  replacedAt: Date | null
}

/** Every report of a company, newest period and revision first; with `period` only that one's. */
export async function listUsage(
  db: Db,
  input: {
    partnerId: string
    companyId: string
    period?: string | undefined
    before: { period: string; revision: number }
    limit: number
  },
): Promise<UsageRevision[]> {
  const of = sql`
    partner_id = ${input.partnerId} and company_id = ${input.companyId}
      and (${input.period ?? null}::text is null or period = ${input.period ?? null})
      and (period, revision) < (${input.before.period}, ${input.before.revision}::integer)`
  const { rows } = await sql<UsageRevision>`
    select period, revision, billable_users as "billableUsers", reported_at as "reportedAt", null as "replacedAt" from usage_count where ${of}
    union all
    select period, revision, billable_users, reported_at, replaced_at from usage_revision where ${of}
    order by period desc, revision desc limit ${input.limit}`.execute(db)
  return rows
}
