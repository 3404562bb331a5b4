import type { PushState } from '@bridge/domain'
import { sql } from 'kysely'
import { countEveryState } from '../billing-runs.ts'
import type { Db } from '../connect.ts'
import { monthCounts } from '../month-counts.ts'

/** One month that was billed. */
export interface BilledMonth {
  period: string
  outcomes: Record<PushState, number>
  /** The sum of the numbers that Gradient took. */
  billableUsers: number
  /** Its run could not begin in time: nothing of it was sent. */
  missed: boolean
}

/** The months from `since` to `until`, both included, oldest first; those that nobody was billed for are left out. */
export async function billedMonths(db: Db, range: { since: string; until: string }): Promise<BilledMonth[]> {
  const { since, until } = range
  type Row = Omit<BilledMonth, 'outcomes'> & { outcomes: Partial<Record<PushState, number>> }
  const months = sql`select distinct period from billing_run where period between ${since} and ${until}`
  const { rows } = await sql<Row>`
    with months as materialized (${months}),
    counted as materialized (${monthCounts(sql`select period from months`)})
    select m.period, coalesce(o.outcomes, '{}') as outcomes, coalesce(o.users, 0)::double precision as "billableUsers", o.outcomes is null as missed
    from months m
    left join (select period, jsonb_object_agg(outcome, pushes) as outcomes, sum(users) as users from counted group by period) o on o.period = m.period
    order by m.period`.execute(db)
  return rows.map((row) => ({ ...row, outcomes: countEveryState(row.outcomes) }))
}
