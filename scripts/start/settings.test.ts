import { describe, expect, it } from 'vitest'
import { settingsFor } from './settings.ts'

const SECRETS = {
  DATABASE_URL: 'postgres://bridge:secret@127.0.0.1/bridge',
  REDIS_URL: 'redis://:secret@127.0.0.1',
  ENCRYPTION_KEYS: 'secret',
  GRADIENT_VENDOR_API_KEY: 'secret',
  SMTP_URL: 'smtps://a:secret@mail.example',
  OIDC_CLIENT_SECRET: 'secret',
}

describe('the settings of a process', () => {
  it('hold no secret but those that it may know, and what is its own alone', () => {
    const env = { ...SECRETS, LOG_LEVEL: 'info', PORT: '1' }
    expect(settingsFor(env, { PORT: '2' }, [])).toEqual({ LOG_LEVEL: 'info', PORT: '2' })
    for (const [name, value] of Object.entries(SECRETS)) {
      expect(settingsFor(env, {}, [name])).toEqual({ LOG_LEVEL: 'info', PORT: '1', [name]: value })
    }
  })
})
