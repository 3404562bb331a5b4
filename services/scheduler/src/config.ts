import type { BillingCalendar } from '@bridge/domain'
import { billingSettings } from '@bridge/domain'
import {
  healthSettings,
  parseEnv,
  type ServiceOptions,
  serviceOptions,
  serviceSettings,
  wholeNumber,
} from '@bridge/runtime'
import { z } from 'zod'

const settings = z.object({
  ...serviceSettings,
  ...healthSettings,
  ...billingSettings,
  SWEEP_EVERY_MS: wholeNumber(50).default(60_000),
  UNMAPPED_RETRY_AFTER_MS: wholeNumber(0).default(3_600_000),
  FAILED_RETRY_AFTER_MS: wholeNumber(0).default(3_600_000),
  /** How long a call that was lost sight of may still take effect in Gradient. */
  LOST_CALL_MS: wholeNumber(0).default(600_000),
})

/** The scheduler's settings, read once. */
export interface Config extends ServiceOptions {
  healthPort: number
  calendar: BillingCalendar
  deadline: string
  sweepEveryMs: number
  unmappedRetryAfterMs: number
  failedRetryAfterMs: number
  lostCallMs: number
}

/** Reads the environment; a bad setting names itself and stops the process with code 78. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = parseEnv(settings, env)
  return {
    ...serviceOptions(read),
    healthPort: read.HEALTH_PORT,
    calendar: { cron: read.BILLING_CRON, timeZone: read.BILLING_TIME_ZONE },
    deadline: read.BILLING_DEADLINE,
    sweepEveryMs: read.SWEEP_EVERY_MS,
    unmappedRetryAfterMs: read.UNMAPPED_RETRY_AFTER_MS,
    failedRetryAfterMs: read.FAILED_RETRY_AFTER_MS,
    lostCallMs: read.LOST_CALL_MS,
  }
}
