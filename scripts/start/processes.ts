import { join } from 'node:path'
import type { Guard } from '@bridge/servers'
import { nodeFlagsOf } from './node-flags.ts'
import { RANKS } from './server-parts.ts'
import { createServicePart } from './service-part.ts'
import { settingsFor } from './settings.ts'
import type { Part } from './supervisor.ts'

/** What every process of ours needs in order to be started. */
export interface ProcessContext {
  root: string
  /** The complete settings, addresses included. */
  env: NodeJS.ProcessEnv
  guard: Guard
  logFile: (name: string) => string
  say: (line: string) => void
}

/** The kinds of process, each with the secrets that it may know. */
const KINDS = {
  gateway: {
    service: 'gateway',
    rank: RANKS.front,
    secrets: ['DATABASE_URL', 'REDIS_URL', 'ENCRYPTION_KEYS', 'GRADIENT_VENDOR_API_KEY'],
  },
  console: { service: 'console', rank: RANKS.front, secrets: ['DATABASE_URL', 'REDIS_URL', 'OIDC_CLIENT_SECRET'] },
  scheduler: { service: 'scheduler', rank: RANKS.front, secrets: ['DATABASE_URL', 'REDIS_URL'] },
  'account-worker': {
    service: 'account-worker',
    rank: RANKS.worker,
    secrets: ['DATABASE_URL', 'REDIS_URL', 'ENCRYPTION_KEYS', 'GRADIENT_VENDOR_API_KEY'],
  },
  'billing-worker': {
    service: 'billing-worker',
    rank: RANKS.worker,
    secrets: ['DATABASE_URL', 'REDIS_URL', 'ENCRYPTION_KEYS', 'GRADIENT_VENDOR_API_KEY'],
  },
  'mail-worker': {
    service: 'mail-worker',
    rank: RANKS.worker,
    secrets: ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL'],
  },
  sandbox: { service: 'sandbox', rank: RANKS.outside, secrets: ['GRADIENT_VENDOR_API_KEY'] },
  inbox: { service: 'inbox', rank: RANKS.outside, secrets: [] },
}

/** Kinds that others call; the rest answer for their health alone. */
const DOORS = ['gateway', 'console', 'sandbox', 'inbox']
/** Kinds that need nobody else: that they answer is all there is to ask. */
const NEED_NOBODY = ['sandbox', 'inbox']

const GRACE_MS = 2_500

/**
 * One of our services as a part: `kind` says what it is, `name` which of several. Those with a door of their own listen on `port`, the others answer for
 * their health there. `own` are settings of this one alone.
 */
export function createProcess(
  context: ProcessContext,
  input: { kind: keyof typeof KINDS; name: string; port: number; own?: NodeJS.ProcessEnv },
): Part {
  const { service, rank, secrets } = KINDS[input.kind]
  const portName = DOORS.includes(input.kind) ? 'PORT' : 'HEALTH_PORT'
  const own = { ...input.own, HOST: '127.0.0.1', [portName]: String(input.port) }
  return createServicePart({
    name: input.name,
    nodeFlags: nodeFlagsOf(service),
    main: join(context.root, 'services', service, 'src', 'main.ts'),
    env: settingsFor(context.env, own, secrets),
    readyUrl: `http://127.0.0.1:${input.port}/${NEED_NOBODY.includes(input.kind) ? 'healthz' : 'readyz'}`,
    logFile: context.logFile(input.name),
    rank,
    graceMs: GRACE_MS,
    guard: context.guard,
    cwd: context.root,
    say: context.say,
  })
}
