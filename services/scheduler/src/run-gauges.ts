import { countRunTrouble, type Db } from '@bridge/db'
import { addGauge, type Clock, type Metrics } from '@bridge/runtime'

/** Makes the two numbers on which an operator sets an alarm. Answers the function that reads them from Postgres. */
export function addRunGauges(metrics: Metrics): (deps: { db: Db; clock: Clock }) => Promise<void> {
  const setMissed = addGauge(metrics, {
    name: 'billing_missed_months',
    help: 'Months that were over before their run could begin; their counts are never sent. Any rise wants an operator.',
  })
  const setOverdue = addGauge(metrics, {
    name: 'billing_overdue_runs',
    help: 'Monthly runs that are not finished although their deadline has passed.',
  })
  return async ({ db, clock }) => {
    const { missed, overdue } = await countRunTrouble(db, clock.now())
    setMissed(missed)
    setOverdue(overdue)
  }
}
