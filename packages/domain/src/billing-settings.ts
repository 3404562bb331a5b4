import { CronExpressionParser } from 'cron-parser'
import { z } from 'zod'
import { deadlineAt } from './period.ts'

const holds = (check: () => unknown): boolean => {
  try {
    check()
    return true
  } catch {
    return false
  }
}

/** The calendar's settings, with their documented defaults. Spread into the `z.object` of each process that knows the calendar. */
export const billingSettings = {
  BILLING_CRON: z
    .string()
    .default('0 1 1 * *')
    .refine((cron) => holds(() => CronExpressionParser.parse(cron)), 'must be a cron expression such as 0 1 1 * *'),
  BILLING_TIME_ZONE: z
    .string()
    .default('America/New_York')
    .refine(
      (zone) => holds(() => new Intl.DateTimeFormat('en', { timeZone: zone })),
      'must be an IANA time zone such as America/New_York',
    ),
  BILLING_DEADLINE: z
    .string()
    .default('08:00-05:00')
    .refine(
      (deadline) => holds(() => deadlineAt('2026-10', deadline)),
      'must be a time of day with its offset, such as 08:00-05:00',
    ),
}
