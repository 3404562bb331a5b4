import type { Fault } from './fault.ts'
import { killsAtPoints, killsAtRandom } from './kills.ts'
import { connectionsCut, connectionsExhausted, ledgerLocked, postgresRestarted } from './postgres-faults.ts'
import { redisAway, redisBackEmpty, redisEmptied } from './redis-faults.ts'
import { clocksOff, workerStopped } from './stopped-faults.ts'

/** Every kind of fault, in the order in which they are injected and shown. */
export const FAULTS: Fault[] = [
  killsAtPoints,
  killsAtRandom,
  redisEmptied,
  redisAway,
  redisBackEmpty,
  postgresRestarted,
  connectionsCut,
  ledgerLocked,
  connectionsExhausted,
  workerStopped,
  clocksOff,
]
