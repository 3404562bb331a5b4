import { startRun } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import type { Stack } from './stack.ts'

const LATER = new Date('2100-01-01T00:00:00Z')

/** The monthly runs that there are, missed ones too, by period. */
export function monthlyRuns(stack: Pick<Stack, 'db'>) {
  return stack.db
    .selectFrom('billing_run')
    .selectAll()
    .where('kind', '<>', 'requested')
    .orderBy('period')
    .orderBy('started_at')
    .execute()
}

/** Waits for the monthly run of a period. */
export function monthlyRun(stack: Pick<Stack, 'db'>, period: string) {
  return waitFor(async () => (await monthlyRuns(stack)).find((run) => run.period === period), {
    what: `the monthly run of ${period}`,
  })
}

/**
 * Waits until a scheduler has asked the calendar what is due, as its clock stands now: a run that is ordered for a partner who is
 * not connected is planned only after that. `period` is the one that is last closed.
 */
export async function calendarWasAsked(stack: Pick<Stack, 'db'>, period: string): Promise<void> {
  const partnerId = 'a-marker'
  await sql`insert into partner (id, name) values (${partnerId}, ${partnerId}) on conflict do nothing`.execute(stack.db)
  const order = { period, kind: 'requested', partnerId, deadlineAt: LATER, connectedBy: LATER } as const
  const run = await startRun(stack.db, order)
  await waitFor(
    async () => {
      const row = await stack.db
        .selectFrom('billing_run')
        .select('finished_at')
        .where('id', '=', run?.id ?? '')
        .executeTakeFirstOrThrow()
      return row.finished_at
    },
    { what: 'the calendar to be asked' },
  )
}
