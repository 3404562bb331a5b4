import { readBadConfig } from '@bridge/testkit'
import { expect, it } from 'vitest'
import { READERS } from './known-settings.ts'

/** What each service must be told to start at all. */
const REQUIRED: Record<string, string[]> = {
  scheduler: ['DATABASE_URL', 'REDIS_URL'],
  console: ['DATABASE_URL', 'REDIS_URL'],
  'mail-worker': ['DATABASE_URL', 'REDIS_URL'],
  gateway: ['DATABASE_URL', 'REDIS_URL', 'GRADIENT_VENDOR_API_KEY', 'ENCRYPTION_KEYS'],
  'account-worker': ['DATABASE_URL', 'REDIS_URL', 'GRADIENT_VENDOR_API_KEY', 'ENCRYPTION_KEYS'],
  'billing-worker': ['DATABASE_URL', 'REDIS_URL', 'GRADIENT_VENDOR_API_KEY', 'ENCRYPTION_KEYS'],
}

it.each(Object.entries(REQUIRED))(
  '%s that is told nothing stops with 78, and names what is not set',
  (service, names) => {
    const { code, said } = readBadConfig(READERS[service] ?? (() => undefined), {})
    const named = said.match(/(?<=^Setting )\w+/gm)
    expect([code, new Set(named)]).toEqual([78, new Set(names)])
  },
)
