import { type Logger, pino } from 'pino'

/** What every function takes that has something to tell. Message text is constant, facts go in fields. */
export type Log = Logger

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'partnerApiKey',
  'partnerKey',
  'vendorApiKey',
  'token',
  'password',
  'GRADIENT-TOKEN',
  'gradient-token',
]

/**
 * Makes the process's log: one JSON line per event on standard output.
 * Fields that commonly carry secrets are dropped at the top level and one below, as a net under `Secret` (vault).
 */
export function createLog(options: { name: string; level: string }): Log {
  const paths = SECRET_FIELDS.flatMap((field) => [
    `["${field}"]`,
    `*["${field}"]`,
    `headers["${field}"]`,
    `*.headers["${field}"]`,
  ])
  return pino({ name: options.name, level: options.level, redact: { paths, censor: '[redacted]' } })
}
