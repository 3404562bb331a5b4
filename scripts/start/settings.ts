import { makeKey } from '@bridge/vault'
import type { DataFolder } from './data-folder.ts'

const KEY_RING_FILE = 'encryption-keys.json'
/** What the sandbox and the services use as the vendor's key unless one is set. */
const SANDBOX_VENDOR_KEY = 'sandbox-vendor-key'
const SERVICE_NAME = 'Security Awareness Training'

/** A setting that is missing, or bad, which only the person can mend. */
export class BadSettingError extends Error {
  override name = 'BadSettingError'
}

/**
 * Completes the environment: a key ring of our own (made once, kept in `.data/`) and, with the sandbox, its vendor key. What is set already is used as it is.
 */
export function completeSettings(folder: DataFolder, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  if (env['GRADIENT_BASE_URL'] === undefined) env['GRADIENT_VENDOR_API_KEY'] ??= SANDBOX_VENDOR_KEY
  else if (env['GRADIENT_VENDOR_API_KEY'] === undefined) {
    throw new BadSettingError(
      'Setting GRADIENT_VENDOR_API_KEY: is missing; GRADIENT_BASE_URL is set, so no sandbox is used.',
    )
  }
  if (env['GRADIENT_SERVICE_ID'] === undefined) env['GRADIENT_SERVICE_NAME'] ??= SERVICE_NAME
  env['ENCRYPTION_KEYS'] ??= readOrMakeKeyRing(folder)
  return env
}

function readOrMakeKeyRing(folder: DataFolder): string {
  const kept = folder.read<{ ring: string }>(KEY_RING_FILE)
  if (kept !== undefined) return kept.ring
  const ring = makeKey('npm-start')
  folder.write(KEY_RING_FILE, { ring })
  return ring
}

const SECRET_NAMES = [
  'ENCRYPTION_KEYS',
  'GRADIENT_VENDOR_API_KEY',
  'SMTP_URL',
  'DATABASE_URL',
  'SERVICES_DATABASE_URL',
  'REDIS_URL',
  'OIDC_CLIENT_SECRET',
]

/** The environment of one process: everything but the secrets that it has no use for. */
export function settingsFor(env: NodeJS.ProcessEnv, own: NodeJS.ProcessEnv, secrets: string[]): NodeJS.ProcessEnv {
  const hidden = SECRET_NAMES.filter((name) => !secrets.includes(name))
  return { ...Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.includes(name))), ...own }
}
