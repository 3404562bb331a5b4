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

/**
 * Whether the clock changes by whole hours, as everywhere but on Lord Howe Island. There cron-parser goes round in circles on the day on which the clock is put back by half an hour
 * (5.10, `loop limit exceeded`), which is the 1st of April in 2029, 2035 and 2040: a month would not be billed.
 */
const changesByHours = (timeZone: string): boolean => {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const [winter, summer] = [0, 6].map((month) => {
    const offset = format.formatToParts(Date.UTC(2026, month, 15)).find(({ type }) => type === 'timeZoneName')
    return offset?.value.split(':')[1] ?? '00'
  })
  return winter === summer
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
    .refine((zone) => holds(() => new Intl.DateTimeFormat('en', { timeZone: zone })), {
      message: 'must be an IANA time zone such as America/New_York',
      abort: true,
    })
    .refine(changesByHours, 'must be a time zone whose clock is put forward and back by whole hours'),
  BILLING_DEADLINE: z
    .string()
    .default('08:00-05:00')
    .refine(
      (deadline) => holds(() => deadlineAt('2026-10', deadline)),
      'must be a time of day with its offset, such as 08:00-05:00',
    ),
}
