import { markMissedRuns } from '@bridge/db'
import { deadlineAt, type PastTicks } from '@bridge/domain'
import type { Parts } from './plan-runs.ts'

/** How many months are looked back over; what was missed before is history. */
export const LOOK_BACK_MONTHS = 36

/** Marks the months that were over before their run could begin, and says each of them once, loudly. */
export async function markMissed({ db, log, config }: Parts, ticks: PastTicks): Promise<void> {
  const before = ticks.before.map((tick) => ({ ...tick, deadlineAt: deadlineAt(tick.period, config.deadline) }))
  for (const run of await markMissedRuns(db, { latestPeriod: ticks.latest.period, before })) {
    log.error(
      {
        runId: run.id,
        period: run.period,
        kind: run.kind,
        partnerId: run.partnerId,
        latestPeriod: ticks.latest.period,
      },
      'a month was missed: its counts are kept but will never be sent, since Gradient holds only the newest month. Settle it with the partners by hand, and find out why no scheduler ran',
    )
  }
}
