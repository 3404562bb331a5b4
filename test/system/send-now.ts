import { planRun, startRun } from '@bridge/db'
import { deadlineAt } from '@bridge/domain'
import { waitFor } from '@bridge/testkit'
import type { Stack } from './stack.ts'

/** Asks for one partner's run, as the gateway does, and waits until the scheduler and the workers have finished it. Answers its id. */
export async function sendNow(stack: Stack, partnerId: string, period: string): Promise<string> {
  const run = await startRun(stack.db, {
    period,
    kind: 'requested',
    partnerId,
    deadlineAt: deadlineAt(period, '08:00-05:00'),
    connectedBy: new Date('2100-01-01'),
  })
  if (!run) throw new Error('no run was made')
  await finished(stack, run.id)
  return run.id
}

/**
 * Opens a partner's counts of a month before the one last closed, as if its run had been planned while that was its turn. A sweep that comes between the order and the plan says that the month is
 * missed: then once more.
 */
export async function planOlderMonth(stack: Stack, partnerId: string, period: string): Promise<void> {
  const later = new Date('2100-01-01')
  await waitFor(
    async () => {
      const order = { period, kind: 'requested', partnerId, deadlineAt: later, connectedBy: later } as const
      const run = await startRun(stack.db, order)
      return run && (await planRun(stack.db, run.id, later)).opened > 0
    },
    { what: `the month ${period} to be planned` },
  )
}

/** Waits until the run has ended. */
export async function finished(stack: Stack, runId: string): Promise<void> {
  await waitFor(
    async () => {
      const run = await stack.db
        .selectFrom('billing_run')
        .select('finished_at')
        .where('id', '=', runId)
        .executeTakeFirstOrThrow()
      return run.finished_at
    },
    { what: `the run ${runId} to finish` },
  )
}

/** The outcome of each company of a partner in a period. */
export async function outcomes(stack: Stack, partnerId: string, period: string): Promise<Record<string, string>> {
  const rows = await stack.db
    .selectFrom('push')
    .select(['company_id', 'outcome'])
    .where('partner_id', '=', partnerId)
    .where('period', '=', period)
    .execute()
  return Object.fromEntries(rows.map((row) => [row.company_id, row.outcome]))
}
