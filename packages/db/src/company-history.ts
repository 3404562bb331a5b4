import { sql } from 'kysely'
import { type BillingRow, getBillingRow } from './billing-rows.ts'
import type { Db } from './connect.ts'
import { listUsage, type UsageRevision } from './usage.ts'

/** One call that was made to Gradient with a company's number. */
export interface CountAttempt {
  /** The connection that it was made on: an earlier one than the line's, where the partner has connected anew since. */
  connectionId: string
  startedAt: Date
  finishedAt: Date
  unitCount: number | null
  revision: number | null
  httpStatus: number | null
  /** Why it was not taken; null: it was. */
  reason: string | null
  message: string | null
}

/** All that became of one company in a period. */
export interface CompanyHistory {
  row: BillingRow
  /** What was reported, the newest first. */
  revisions: UsageRevision[]
  /** What was sent, the newest first. */
  attempts: CountAttempt[]
}

/**
 * The history of one company in the billing of a period, at most `limit` reports and as many calls; `undefined` where no run of the period has
 * known the company.
 */
export async function getCompanyHistory(
  db: Db,
  input: { period: string; partnerId: string; companyId: string; limit: number },
): Promise<CompanyHistory | undefined> {
  const row = await getBillingRow(db, input)
  if (!row) return undefined
  const { period, partnerId, companyId, limit } = input
  const [revisions, attempts] = await Promise.all([
    listUsage(db, { partnerId, companyId, period, before: { period: '9999-12', revision: 0 }, limit }),
    sql<CountAttempt>`
      select a.connection_id as "connectionId", a.started_at as "startedAt", a.finished_at as "finishedAt", a.unit_count as "unitCount", a.revision,
        a.http_status as "httpStatus", a.reason, a.message
      from push p join attempt a on a.push_id = p.id
      where p.period = ${period} and p.partner_id = ${partnerId} and p.company_id = ${companyId}
      order by a.started_at desc, a.id desc limit ${limit}`.execute(db),
  ])
  return { row, revisions, attempts: attempts.rows }
}
