import type { ConnectionState, PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import { countEveryState } from '../billing-runs.ts'
import type { Db } from '../connect.ts'
import { notPaused } from '../pauses.ts'
import type { HeldBy } from './held-by.ts'
import { partnersLookedFor } from './looked-for.ts'

/** One partner's part in a run. The sum of `outcomes` equals `expected`: what is `missing` is a defect. */
export interface RunPartner {
  partnerId: string
  name: string
  /** Of its newest connection. */
  connection: ConnectionState
  heldBy: HeldBy | null
  expected: number
  outcomes: Record<PushState, number>
  missing: number
}

/** By what partners can be sorted: the most of it first; by their ids the lowest first. */
export const RUN_PARTNER_SORTS = ['partner', 'failed', 'refused', 'unmapped', 'open', 'companies'] as const
export type RunPartnerSort = (typeof RUN_PARTNER_SORTS)[number]

const SORT_VALUES: Record<RunPartnerSort, RawBuilder<unknown>> = {
  partner: sql`0`,
  failed: countOf('failed'),
  refused: countOf('refused'),
  unmapped: countOf('unmapped'),
  open: countOf('waiting', 'sending'),
  companies: sql`sum(k.pushes)::integer`,
}

function countOf(...states: PushState[]): RawBuilder<unknown> {
  return sql`coalesce(sum(k.pushes) filter (where k.outcome in (${sql.join(states.map((state) => sql.lit(state)))})), 0)::integer`
}

/** The place of a partner in the list: what it is sorted by, and its id. */
export interface RunPartnerCursor {
  value: number
  partnerId: string
}

/** The partners of a period's run, of all or of one, those after `after`; each with the cursor that follows it. */
export async function listRunPartners(
  db: Db,
  input: {
    period: string
    partnerId?: string | undefined
    search?: string | undefined
    /** Only those with counts that are in this state. */
    outcome?: PushState | undefined
    sort: RunPartnerSort
    after: RunPartnerCursor | null
    limit: number
  },
): Promise<{ partner: RunPartner; cursor: RunPartnerCursor }[]> {
  const { period, partnerId, search, outcome, sort, after, limit } = input
  type Row = Omit<RunPartner, 'outcomes' | 'missing'> & { outcomes: Partial<Record<PushState, number>>; value: number }
  const { rows } = await sql<Row>`
    with counted as materialized (
      select p.partner_id, p.outcome, count(*) as pushes from push p
      where p.period = ${period} and ${partnerId === undefined ? sql`true` : sql`p.partner_id = ${partnerId}`}
        and ${search === undefined ? sql`true` : sql`p.partner_id in (${partnersLookedFor(search)})`}
      group by p.partner_id, p.outcome
    ), by_partner as (
      select k.partner_id, jsonb_object_agg(k.outcome, k.pushes) as outcomes, ${SORT_VALUES[sort]} as value
      from counted k group by k.partner_id
      having ${outcome === undefined ? sql`true` : sql`bool_or(k.outcome = ${outcome})`}
    ), chosen as materialized (
      select * from by_partner
      where ${after ? sql`(-value, partner_id) > (${-after.value}::integer, ${after.partnerId})` : sql`true`}
      order by -value, partner_id limit ${limit}
    )
    select b.partner_id as "partnerId", pa.name, newest.status as connection,
      case when newest.status = 'needs_key' then 'needs_key'
        when newest.key_in_doubt_since is not null then 'key_in_doubt'
        when not (${notPaused('billing', sql`b.partner_id`)}) then 'sending_paused' end as "heldBy",
      (select coalesce(sum(pr.expected), 0)::integer from partner_run pr where pr.period = ${period} and pr.partner_id = b.partner_id) as expected,
      b.outcomes, b.value
    from chosen b join partner pa on pa.id = b.partner_id
    cross join lateral (
      select c.status, c.key_in_doubt_since from connection c where c.partner_id = b.partner_id
      order by c.connected_at desc limit 1) newest
    order by -b.value, b.partner_id`.execute(db)
  return rows.map(({ value, outcomes: counts, ...row }) => {
    const outcomes = countEveryState(counts)
    const sum = Object.values(outcomes).reduce((total, pushes) => total + pushes, 0)
    const partner = { ...row, outcomes, missing: row.expected - sum }
    return { partner, cursor: { value, partnerId: row.partnerId } }
  })
}
