import type { Queues } from './queues.ts'

const SCHEDULER_ID = 'monthly-run'

/**
 * Makes sure that BullMQ wakes `plan-runs` by the calendar. The schedule is left alone where it stands as it should:
 * writing it again drops a tick that is overdue (measured on BullMQ 6.7: `addJobScheduler` removes the waiting job), and so a month.
 * Answers whether it had to be written.
 */
export async function ensureMonthlyTick(
  queues: Queues,
  calendar: { cron: string; timeZone: string },
): Promise<boolean> {
  const queue = await queues.queue('calendar')
  const there = await queue.getJobScheduler(SCHEDULER_ID)
  if (there?.pattern === calendar.cron && there.tz === calendar.timeZone && there.next !== undefined) return false
  await queue.upsertJobScheduler(
    SCHEDULER_ID,
    { pattern: calendar.cron, tz: calendar.timeZone },
    { name: 'plan-runs', data: {}, opts: { removeOnComplete: true, removeOnFail: { count: 100 } } },
  )
  return true
}
