import { join } from 'node:path'
import { type BillingCalendar, billingSettings } from '@bridge/domain'
import { type GradientTarget, gradientOptions, gradientSettings } from '@bridge/gradient'
import { parsedBy, parseEnv, type ServiceOptions, serviceOptions, serviceSettings, wholeNumber } from '@bridge/runtime'
import { type KeyRing, parseKeyRing } from '@bridge/vault'
import { z } from 'zod'

const PORTAL_FOLDER = join(import.meta.dirname, '../../portal/dist')

const settings = z.object({
  ...serviceSettings,
  ...gradientSettings,
  ...billingSettings,
  ENCRYPTION_KEYS: parsedBy(parseKeyRing),
  PORT: wholeNumber(0, 65_535).default(8080),
  VENDOR_NAME: z.string().min(1).default('Phin'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://bridge.example.com' })
    .optional(),
  /** Requests that one token (or, without one, one address) may make in ten seconds. */
  RATE_LIMIT_PER_10_S: wholeNumber(1).default(60_000),
  DATABASE_POOL_SIZE: wholeNumber(2, 200).default(24),
})

/** The gateway's settings, read once. */
export interface Config extends ServiceOptions {
  databasePoolSize: number
  port: number
  gradient: GradientTarget
  keyRing: KeyRing
  calendar: BillingCalendar
  /** Time of day and offset by which a period must be billed on the 1st after it. */
  deadline: string
  vendorName: string
  /** Where callers reach us, if it is not where we listen. */
  publicUrl: string | undefined
  /** Where the partner's page was built to. */
  portalFolder: string
  rateLimitPer10s: number
}

/** Reads the environment; a bad setting names itself and stops the process with code 78. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = parseEnv(settings, env)
  return {
    ...serviceOptions(read),
    databasePoolSize: read.DATABASE_POOL_SIZE,
    port: read.PORT,
    gradient: gradientOptions(read),
    keyRing: read.ENCRYPTION_KEYS,
    calendar: { cron: read.BILLING_CRON, timeZone: read.BILLING_TIME_ZONE },
    deadline: read.BILLING_DEADLINE,
    vendorName: read.VENDOR_NAME,
    publicUrl: read.PUBLIC_URL,
    portalFolder: PORTAL_FOLDER,
    rateLimitPer10s: read.RATE_LIMIT_PER_10_S,
  }
}
