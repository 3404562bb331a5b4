import type { Config } from '../../services/scheduler/src/config.ts'

/** Where a scheduler of the restart test finds its servers. */
export interface SchedulerPlace {
  databaseUrl: string
  redisUrl: string
  queuePrefix: string
}

/** The settings of a scheduler that looks at the calendar as often as it can. */
export function hastyScheduler(place: SchedulerPlace): Config {
  return {
    ...place,
    host: '127.0.0.1',
    healthPort: 0,
    logLevel: 'silent',
    calendar: { cron: '0 1 1 * *', timeZone: 'America/New_York' },
    deadline: '08:00-05:00',
    sweepEveryMs: 25,
    unmappedRetryAfterMs: 3_600_000,
    failedRetryAfterMs: 3_600_000,
    lostCallMs: 600_000,
  }
}
