import { readBadConfig } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'

const GOOD = {
  DATABASE_URL: 'postgres://bridge@127.0.0.1/bridge',
  REDIS_URL: 'redis://127.0.0.1:6379',
  GRADIENT_BASE_URL: 'https://gradient.example/api',
  GRADIENT_VENDOR_API_KEY: 'the-vendor-key',
  ENCRYPTION_KEYS: makeKey('test'),
}

it('good settings are taken', () => {
  expect(readConfig(GOOD)).toMatchObject({ databaseUrl: GOOD.DATABASE_URL })
})

it.each([
  ['ENCRYPTION_KEYS', ''],
  ['ENCRYPTION_KEYS', 'k1:c2hvcnQ='],
  ['GRADIENT_VENDOR_API_KEY', ''],
  ['GRADIENT_BASE_URL', 'http://example.com/api'],
  ['BILLING_CRON', 'every month'],
  ['BILLING_TIME_ZONE', 'Mars/Olympus'],
  ['BILLING_DEADLINE', 'early'],
  ['PORT', 'http'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_URL', 'ftp://x'],
])('a bad %s (%j) names itself, without its value, and ends the process with code 78', (name, value) => {
  const { code, said } = readBadConfig(readConfig, { ...GOOD, [name]: value })
  expect([code, said]).toEqual([78, expect.stringMatching(new RegExp(`^Setting ${name}: .*\\n$`))])
  if (value !== '') expect(said).not.toContain(value)
})
