import type { Connected } from '@bridge/db'
import type { BillingCalendar } from '@bridge/domain'
import type { Queues } from '@bridge/queue'
import type { Clock, Log, Metrics } from '@bridge/runtime'
import type { OidcSettings } from './people/oidc-settings.ts'
import type { PasswordChecker } from './people/password.ts'

/** What the console's app is built from. Whoever builds it opens and closes these. */
export interface ConsoleParts {
  db: Connected['db']
  queues: Queues
  clock: Clock
  log: Log
  metrics: Metrics
  vendorName: string
  /** When the monthly run starts. */
  calendar: BillingCalendar
  /** By when a period must be billed on the 1st after it: time of day and offset, such as `08:00-05:00`. */
  deadline: string
  /** The fleet's request budget, against which its rate is shown. */
  requestsPerSecond: number
  /** Where operators reach us, if it is not where we listen. */
  publicUrl?: string | undefined
  /** Proxies whose word about the caller's address is believed: addresses or networks. */
  trustedProxies: string[]
  /** Where the operators' page was built to. */
  pageFolder: string
  /** Left out: operators sign in by name and password alone. */
  oidc?: OidcSettings | undefined
}

/** What every route is given. */
export interface Deps extends ConsoleParts {
  passwords: PasswordChecker
}
