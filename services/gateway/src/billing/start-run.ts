import { liveConnection, startRun as orderRun } from '@bridge/db'
import { deadlineAt, lastClosedPeriod } from '@bridge/domain'
import { nudgePlan } from '@bridge/queue'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { ProblemError } from '../problem.ts'

/**
 * Orders a run of the last closed period, for all partners or for one. It is planned by the scheduler, which is nudged. One that is
 * already under way is answered instead (`created: false`).
 * @throws ProblemError `period_not_open`, `partner_not_found`, `not_connected`
 */
export async function startRun(
  deps: Deps,
  input: { period: string; partnerId?: string | undefined },
): Promise<{ id: string; created: boolean }> {
  const { period, partnerId } = input
  const now = deps.clock.now()
  const open = lastClosedPeriod(now, deps.calendar.timeZone)
  if (partnerId !== undefined) {
    await partnerOrThrow(deps, partnerId)
    if (!(await liveConnection(deps.db, partnerId))) {
      throw new ProblemError(
        'not_connected',
        `Partner ${partnerId} is not connected, so there is nowhere to send its counts.`,
      )
    }
  }
  if (period !== open) {
    throw new ProblemError(
      'period_not_open',
      `Only ${open} can be billed now. Gradient keeps one number per company, without a month: what is sent last stands.`,
    )
  }
  const run = await orderRun(deps.db, {
    period,
    kind: 'requested',
    partnerId: partnerId ?? null,
    deadlineAt: deadlineAt(period, deps.deadline),
    connectedBy: now,
  })
  if (!run) throw new ProblemError('unavailable', 'A run of this period ended at this very moment. Order it again.')
  if (run.created) deps.nudger.nudge([nudgePlan(run.id)])
  return run
}
