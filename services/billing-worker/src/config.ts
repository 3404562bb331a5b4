import type { RetryPolicy } from '@bridge/domain'
import {
  type GradientServiceChoice,
  type GradientTarget,
  gradientOptions,
  gradientService,
  gradientServiceSettings,
  gradientSettings,
} from '@bridge/gradient'
import { JOBS } from '@bridge/queue'
import {
  healthSettings,
  parsedBy,
  parseEnv,
  type ServiceOptions,
  serviceOptions,
  serviceSettings,
  wholeNumber,
} from '@bridge/runtime'
import { type KeyRing, parseKeyRing } from '@bridge/vault'
import { z } from 'zod'

const settings = z.object({
  ...serviceSettings,
  ...healthSettings,
  ...gradientSettings,
  ...gradientServiceSettings,
  ENCRYPTION_KEYS: parsedBy(parseKeyRing),
  /** A statement of Postgres is given up after this and said again. */
  DATABASE_STATEMENT_TIMEOUT_MS: wholeNumber(100).default(10_000),
  /** Counts under way at once in this process. */
  WORKER_CONCURRENCY: wholeNumber(1, 1_000).default(100),
})

/** The worker's settings, read once. */
export interface Config extends ServiceOptions {
  healthPort: number
  statementTimeoutMs: number
  concurrency: number
  /** How often, and at what distance, a push is tried before it is `failed`. */
  retry: RetryPolicy
  gradient: GradientTarget
  service: GradientServiceChoice
  keyRing: KeyRing
}

/** Reads the environment; a bad setting names itself and stops the process with code 78. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = parseEnv(settings, env)
  return {
    ...serviceOptions(read),
    healthPort: read.HEALTH_PORT,
    statementTimeoutMs: read.DATABASE_STATEMENT_TIMEOUT_MS,
    concurrency: read.WORKER_CONCURRENCY,
    retry: JOBS['push-usage'].retry,
    gradient: gradientOptions(read),
    service: gradientService(read),
    keyRing: read.ENCRYPTION_KEYS,
  }
}
