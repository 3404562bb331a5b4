import type { Connected } from '@bridge/db'
import type { BillingCalendar } from '@bridge/domain'
import type { GradientClient } from '@bridge/gradient'
import type { Queues } from '@bridge/queue'
import type { Clock, Log, Metrics } from '@bridge/runtime'
import type { KeyRing } from '@bridge/vault'
import type { EventTimes } from './events/event-streams.ts'
import type { Nudger } from './nudger.ts'
import type { TokenDirectory } from './token-directory.ts'

/** What the gateway's app is built from. Whoever builds it opens and closes these. */
export interface GatewayParts {
  db: Connected['db']
  /** For the one thing that needs a connection of its own: an import's COPY. */
  pool: Connected['pool']
  queues: Pick<Queues, 'add' | 'problem' | 'onReady'>
  gradient: Pick<GradientClient, 'getOrganization' | 'setStatus'>
  tokens: TokenDirectory
  keyRing: KeyRing
  clock: Clock
  log: Log
  metrics: Metrics
  calendar: BillingCalendar
  /** Time of day and offset, such as `08:00-05:00`. */
  deadline: string
  vendorName: string
  /** Where callers reach us; left out: where each request was sent to. */
  publicUrl?: string | undefined
  /** Where the partner's page was built to. */
  portalFolder: string
  /** Of one token. */
  rateLimitPer10s: number
  /** For one whole call to Gradient. */
  gradientTimeoutMs: number
  /** Left out: as the API's description says. */
  eventTimes?: EventTimes | undefined
}

/** What every route is given. */
export interface Deps extends GatewayParts {
  nudger: Nudger
}
