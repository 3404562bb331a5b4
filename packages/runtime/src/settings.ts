import { z } from 'zod'

const url = (protocols: string[], example: string) =>
  z.string({ error: `is missing; for example ${example}` }).refine((text) => {
    try {
      return protocols.includes(new URL(text).protocol)
    } catch {
      return false
    }
  }, `must be a URL such as ${example}`)

/** A whole number of at least `least`, written as digits. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return z.coerce.number({ error: 'must be a whole number' }).int('must be a whole number').min(least).max(most)
}

/** A setting that a parser of its own reads; the parser's words say what is wrong, and must not repeat the value. */
export function parsedBy<Value>(parse: (text: string) => Value) {
  return z.string({ error: 'is missing' }).transform((text, context): Value => {
    try {
      return parse(text)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'cannot be read' })
      return z.NEVER
    }
  })
}

/** The settings that every process with a database and a queue reads. Spread into the process's own `z.object`. */
export const serviceSettings = {
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/bridge'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379'),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Keeps several systems apart in one Redis. */
  QUEUE_PREFIX: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be letters, digits, _ or -')
    .default('bridge'),
}

/** The small health door of a process that has no other; 0 takes any free port. */
export const healthSettings = { HEALTH_PORT: wholeNumber(0, 65_535).default(0) }

/** Where a process finds what it stands on, and how it shows itself. */
export interface ServiceOptions {
  databaseUrl: string
  redisUrl: string
  queuePrefix: string
  host: string
  logLevel: string
}

/** These in the settings that were read. */
export function serviceOptions(read: z.output<z.ZodObject<typeof serviceSettings>>): ServiceOptions {
  return {
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL,
    queuePrefix: read.QUEUE_PREFIX,
    host: read.HOST,
    logLevel: read.LOG_LEVEL,
  }
}
