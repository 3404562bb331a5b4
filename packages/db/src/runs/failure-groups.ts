import { PUSH_STATES, type PushState } from '@bridge/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** What failed for the same. */
export interface FailureGroup {
  causeId: string
  reason: string
  /** Gradient's words without ids. */
  message: string
  count: number
  /** Where these counts stand now: failed, refused and unmapped may be retried; waiting and sending are being retried. */
  outcomes: Partial<Record<PushState, number>>
  partners: number
  /** The earliest and the latest of the last failures of each. */
  firstAt: Date
  lastAt: Date
  /** One of them, with the words as they came. */
  example: {
    pushId: string
    partnerId: string
    partnerName: string
    companyId: string
    companyName: string
    httpStatus: number | null
    message: string | null
  }
}

/** The failures of a period's run by their causes, of all partners or of one; those of most counts first. */
export async function listFailureGroups(
  db: Db,
  input: { period: string; partnerId?: string | undefined; causeId?: string | undefined },
): Promise<FailureGroup[]> {
  const { period, partnerId, causeId } = input
  const perState = PUSH_STATES.map(
    (state) => sql`${sql.lit(state)}, nullif(count(*) filter (where p.outcome = ${sql.lit(state)}), 0)`,
  )
  const { rows } = await sql<FailureGroup>`
    with grouped as materialized (
      select p.cause_id, count(*)::integer as count, jsonb_strip_nulls(jsonb_build_object(${sql.join(perState)})) as outcomes,
        count(distinct p.partner_id)::integer as partners, min(p.failed_at) as first_at, max(p.failed_at) as last_at
      from push p
      where p.period = ${period} and p.cause_id is not null
        and ${partnerId === undefined ? sql`true` : sql`p.partner_id = ${partnerId}`}
        and ${causeId === undefined ? sql`true` : sql`p.cause_id = ${causeId}`}
      group by p.cause_id
    )
    select g.cause_id as "causeId", f.reason, f.message, g.count, g.outcomes, g.partners, g.first_at as "firstAt", g.last_at as "lastAt",
      jsonb_build_object('pushId', e.id::text, 'partnerId', e.partner_id, 'partnerName', pa.name, 'companyId', e.company_id, 'companyName', co.name,
        'httpStatus', e.last_status, 'message', e.last_error) as example
    from grouped g join failure_cause f on f.id = g.cause_id
    cross join lateral (
      select p.id, p.partner_id, p.company_id, p.last_status, p.last_error from push p
      where p.period = ${period} and p.cause_id = g.cause_id
        and ${partnerId === undefined ? sql`true` : sql`p.partner_id = ${partnerId}`} limit 1) e
    join partner pa on pa.id = e.partner_id
    join company co on co.partner_id = e.partner_id and co.id = e.company_id
    order by g.count desc, f.reason, f.message`.execute(db)
  return rows
}
