import { type Clock, createLog, type Log, type Running } from '@bridge/runtime'
import { startScheduler } from '../src/scheduler.ts'

/** Starts a scheduler whose sweeps come at its start and then once an hour, so that a test sees what else makes it look. */
export function startSchedulerForTest(given: {
  databaseUrl: string
  redisUrl: string
  queuePrefix: string
  clock: Clock
  log?: Log
}): Promise<Running> {
  const { clock, log = createLog({ name: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }), ...where } = given
  return startScheduler({
    clock,
    log,
    config: {
      ...where,
      host: '127.0.0.1',
      healthPort: 0,
      logLevel: 'silent',
      calendar: { cron: '0 1 1 * *', timeZone: 'America/New_York' },
      deadline: '08:00-05:00',
      sweepEveryMs: 3_600_000,
      unmappedRetryAfterMs: 3_600_000,
      failedRetryAfterMs: 3_600_000,
      lostCallMs: 600_000,
    },
  })
}
