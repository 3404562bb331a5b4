import type { Db } from '@bridge/db'
import type { RetryPolicy } from '@bridge/domain'
import type { GradientClient, GradientServiceChoice, Pace } from '@bridge/gradient'
import type { Queues } from '@bridge/queue'
import type { Clock, Log } from '@bridge/runtime'
import type { KeyRing } from '@bridge/vault'

/** What the jobs of this worker need. */
export interface Parts {
  db: Db
  queues: Queues
  gradient: GradientClient
  pace: Pace
  keyRing: KeyRing
  clock: Clock
  log: Log
  /** This process, as attempts name it. */
  worker: string
  service: GradientServiceChoice
  /** Longest time that one call may take, in milliseconds. */
  timeoutMs: number
  policy: RetryPolicy
  random: () => number
}
