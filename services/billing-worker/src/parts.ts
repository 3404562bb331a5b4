import type { Db } from '@bridge/db'
import type { RetryPolicy } from '@bridge/domain'
import type { GradientClient, Pace } from '@bridge/gradient'
import type { Queues } from '@bridge/queue'
import type { Clock, Log } from '@bridge/runtime'
import type { KeyRing } from '@bridge/vault'
import type { Ends } from './ends.ts'
import type { Ledger } from './ledger.ts'
import type { Places } from './places.ts'

/** What sending counts needs. */
export interface Parts {
  db: Db
  ledger: Ledger
  ends: Ends
  queues: Queues
  gradient: GradientClient
  pace: Pace
  places: Places
  keyRing: KeyRing
  clock: Clock
  log: Log
  /** This process, as attempts and claims name it. */
  worker: string
  /** The id of our service in Gradient; throws `PostponeJobError` while nobody has found it. */
  serviceId: () => Promise<string>
  /** Longest time that one call may take, in milliseconds. */
  timeoutMs: number
  policy: RetryPolicy
  random: () => number
}
