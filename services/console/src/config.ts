import { join } from 'node:path'
import { type BillingCalendar, billingSettings } from '@bridge/domain'
import { parseEnv, type ServiceOptions, serviceOptions, serviceSettings, wholeNumber } from '@bridge/runtime'
import { z } from 'zod'
import type { OidcSettings } from './people/oidc-settings.ts'

const PAGE_FOLDER = join(import.meta.dirname, '../dist')
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

const settings = z
  .object({
    ...serviceSettings,
    ...billingSettings,
    GRADIENT_REQUESTS_PER_SECOND: wholeNumber(1).default(90),
    PORT: wholeNumber(0, 65_535).default(8091),
    DATABASE_POOL_SIZE: wholeNumber(2, 200).default(12),
    VENDOR_NAME: z.string().min(1).default('Phin'),
    // Not PUBLIC_URL: that is the gateway's, which partners come to.
    CONSOLE_PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://console.example.com' })
      .optional(),
    TRUSTED_PROXIES: z
      .string()
      .default('')
      .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
      .refine((parts) => parts.every((part) => /^[\da-f.:]+(\/\d+)?$/i.test(part)), 'must be addresses or networks'),
    OIDC_ISSUER: z.url({ error: 'must be an address such as https://login.example.com' }).optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_SCOPE: z.string().default('openid profile email'),
    OIDC_ROLE_CLAIM: z.string().default('groups'),
    OIDC_OPERATOR_VALUE: z.string().default('bridge-operator'),
    OIDC_VIEWER_VALUE: z.string().default('bridge-viewer'),
  })
  .superRefine((read, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (read.OIDC_ISSUER === undefined) return
    if (!isSafeIssuer(new URL(read.OIDC_ISSUER))) complain('OIDC_ISSUER', 'must be https')
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'CONSOLE_PUBLIC_URL'] as const) {
      if (read[name] === undefined) complain(name, 'is needed with OIDC_ISSUER')
    }
  })

/** The console's settings, read once. */
export interface Config extends ServiceOptions {
  port: number
  databasePoolSize: number
  vendorName: string
  calendar: BillingCalendar
  /** Time of day and offset by which a period must be billed on the 1st after it. */
  deadline: string
  /** The fleet's request budget; the console makes no calls, and shows what the fleet uses of it. */
  requestsPerSecond: number
  /** Where operators reach us, if it is not where we listen. */
  publicUrl: string | undefined
  /** Proxies whose word about the caller's address is believed. */
  trustedProxies: string[]
  /** Where the operators' page was built to. */
  pageFolder: string
  oidc: OidcSettings | undefined
}

/** Reads the environment; a bad setting names itself and stops the process with code 78. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = parseEnv(settings, env)
  return {
    ...serviceOptions(read),
    port: read.PORT,
    databasePoolSize: read.DATABASE_POOL_SIZE,
    vendorName: read.VENDOR_NAME,
    calendar: { cron: read.BILLING_CRON, timeZone: read.BILLING_TIME_ZONE },
    deadline: read.BILLING_DEADLINE,
    requestsPerSecond: read.GRADIENT_REQUESTS_PER_SECOND,
    publicUrl: read.CONSOLE_PUBLIC_URL,
    trustedProxies: read.TRUSTED_PROXIES,
    pageFolder: PAGE_FOLDER,
    oidc: oidcSettings(read),
  }
}

function oidcSettings(read: z.output<typeof settings>): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = read
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined
  return {
    issuer: new URL(issuer),
    clientId,
    clientSecret,
    scope: read.OIDC_SCOPE,
    roleClaim: read.OIDC_ROLE_CLAIM,
    roleValues: { operator: read.OIDC_OPERATOR_VALUE, viewer: read.OIDC_VIEWER_VALUE },
  }
}

/** Reached over https, or on this very machine, where nobody listens in. */
function isSafeIssuer(issuer: URL): boolean {
  return issuer.protocol === 'https:' || (issuer.protocol === 'http:' && LOOPBACK.includes(issuer.hostname))
}
