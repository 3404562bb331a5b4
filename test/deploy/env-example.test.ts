import { readFileSync } from 'node:fs'
import { makeKey } from '@bridge/vault'
import { describe, expect, it } from 'vitest'
import { variablesIn } from '../../deploy/compose-file.ts'
import { readEnvExample } from '../../deploy/env-example.ts'
import { READERS, repository, SERVICES, settingsOf } from './known-settings.ts'

const read = (name: string) => readFileSync(`${repository}/deploy/${name}`, 'utf8')
const lines = readEnvExample(read('.env.example'))

describe('.env.example', () => {
  it('has every setting that a process knows and every variable of the compose files and its own, once, and nothing else', () => {
    const known = [
      ...SERVICES.flatMap(settingsOf),
      ...['compose.yaml', 'compose.sandbox.yaml'].flatMap((name) => [...variablesIn(read(name))]),
      ...lines.flatMap(({ value }) => [...value.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)),
    ]
    expect(lines.map(({ name }) => name).sort()).toEqual([...new Set(known)].sort())
  })

  it('says of each in one line what it is', () => {
    for (const { name, comment } of lines) expect(comment.length, name).toBeGreaterThan(10)
  })

  it('has no secret in it', () => {
    const secrets = ['POSTGRES_PASSWORD', 'SERVICES_PASSWORD', 'GRADIENT_VENDOR_API_KEY', 'ENCRYPTION_KEYS']
    for (const secret of secrets)
      expect(lines.find(({ name }) => name === secret)).toMatchObject({ value: '', isDefault: false })
    for (const name of ['SMTP_URL', 'OIDC_CLIENT_SECRET'])
      expect(lines.find((line) => line.name === name)).toMatchObject({ value: '' })
  })

  it.each(SERVICES)('shows the defaults that %s really has', (service) => {
    const required = {
      DATABASE_URL: 'postgres://bridge@postgres/bridge',
      REDIS_URL: 'redis://redis:6379',
      GRADIENT_VENDOR_API_KEY: 'a-vendor-key',
      ENCRYPTION_KEYS: makeKey('k1'),
    }
    const own = settingsOf(service)
    const shown = lines.filter(({ name, value, isDefault }) => isDefault && value !== '' && own.includes(name))
    const defaults = Object.fromEntries(shown.map(({ name, value }) => [name, value]))
    expect(shown.length).toBeGreaterThan(2)
    expect(READERS[service]?.({ ...required, ...defaults })).toEqual(READERS[service]?.(required))
    expect(READERS[service]?.({ ...required, ...defaults, LOG_LEVEL: 'silent' })).not.toEqual(
      READERS[service]?.(required),
    )
  })
})
