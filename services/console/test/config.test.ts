import { readBadConfig } from '@bridge/testkit'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const GOOD = { DATABASE_URL: 'postgres://bridge@127.0.0.1/bridge', REDIS_URL: 'redis://127.0.0.1:6379' }
const OIDC = {
  OIDC_ISSUER: 'https://login.example.com',
  OIDC_CLIENT_ID: 'console',
  OIDC_CLIENT_SECRET: 'the-client-secret',
  CONSOLE_PUBLIC_URL: 'https://console.example.com',
}

test('good settings are taken, with a sign-in elsewhere and without', () => {
  expect(readConfig(GOOD)).toMatchObject({ databaseUrl: GOOD.DATABASE_URL, oidc: undefined })
  expect(readConfig({ ...GOOD, ...OIDC }).oidc).toMatchObject({ clientId: 'console' })
})

test.each<[string, string, Record<string, string>?]>([
  ['DATABASE_URL', ''],
  ['REDIS_URL', 'http://x'],
  ['PORT', 'http'],
  ['CONSOLE_PUBLIC_URL', 'ftp://x'],
  ['TRUSTED_PROXIES', '10.0.0.0/8, everybody'],
  ['OIDC_ISSUER', 'http://login.example.com', OIDC],
  ['OIDC_CLIENT_SECRET', '', OIDC],
  ['OIDC_CLIENT_ID', '', OIDC],
  ['CONSOLE_PUBLIC_URL', '', OIDC],
  ['BILLING_TIME_ZONE', 'Mars/Olympus'],
])('a bad %s (%j) names itself and ends the process with code 78, and no secret is told', (name, value, more) => {
  const { code, said } = readBadConfig(readConfig, { ...GOOD, ...more, [name]: value })
  expect([code, said]).toEqual([78, expect.stringMatching(new RegExp(`^Setting ${name}: `, 'm'))])
  expect(said).not.toContain('the-client-secret')
})
