import type { PushState } from '@bridge/domain'
import { sql } from 'kysely'
import { countEveryState } from '../billing-runs.ts'
import type { Db } from '../connect.ts'

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
  const { rows } = await sql<Row>`
    select months.period, coalesce(o.outcomes, '{}') as outcomes, coalesce(u.users, 0)::double precision as "billableUsers", o.outcomes is null as missed
    from (select distinct period from billing_run where period between ${since} and ${until}) months
    left join (
      select period, jsonb_object_agg(outcome, pushes) as outcomes from (
        select period, outcome, count(*) as pushes from push where period between ${since} and ${until} group by 1, 2) k
      group by period) o on o.period = months.period
    left join (
      select period, sum(unit_count) as users from push
      where period between ${since} and ${until} and outcome = 'accepted' group by 1) u on u.period = months.period
    order by months.period`.execute(db)
  return rows.map((row) => ({ ...row, outcomes: countEveryState(row.outcomes) }))
}
