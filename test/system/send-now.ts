import { startRun } from '@bridge/db'
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
    { timeoutMs: 20_000, what: `the run ${runId} to finish` },
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
