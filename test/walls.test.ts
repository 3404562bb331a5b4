import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** A line that a wall must refuse where it stands, with words of the message that it must say; and its legal twin. */
interface Planted {
  room: string
  refused: string
  says: RegExp
  legal: string
}

const OPEN = "import { open } from '@bridge/vault/open'\nexport const key = open"
const level0 = /domain, vault and runtime know no other room/
const level1 = /db and queue know domain and nobody else/
const gradient = /gradient knows domain, and vault's Secret/
const service = /A service knows the packages and no other service|a service knows the packages and no other service/
const scheduler = /the scheduler reaches neither Gradient nor keys/
const sandbox = /the sandbox is Gradient's API written from its documents/
const operatorsConsole = /the console reaches neither Gradient nor keys/
const operatorsPage = /the operators' page runs in a browser/
const clock = /only packages\/runtime\/src\/clock\.ts reads the clock/
const environment = /only a service's config\.ts and main\.ts read the environment/
const climbing = /a relative import may not climb out of its room/

function imports(name: string): string {
  return `import { thing } from '${name}'\nexport const used = thing`
}

const PLANTED: Planted[] = [
  { room: 'packages/domain/src', refused: imports('@bridge/db'), says: level0, legal: imports('./period.ts') },
  { room: 'packages/domain/src', refused: imports('@bridge/runtime'), says: level0, legal: imports('zod') },
  { room: 'packages/vault/src', refused: imports('@bridge/domain'), says: level0, legal: imports('node:crypto') },
  { room: 'packages/runtime/src', refused: imports('@bridge/queue'), says: level0, legal: imports('pino') },
  { room: 'packages/domain/test', refused: imports('@bridge/db'), says: level0, legal: imports('@bridge/testkit') },
  { room: 'packages/db/src', refused: imports('@bridge/queue'), says: level1, legal: imports('@bridge/domain') },
  { room: 'packages/db/src', refused: imports('@bridge/gradient'), says: level1, legal: imports('kysely') },
  { room: 'packages/db/src', refused: imports('@bridge/testkit'), says: level1, legal: imports('@bridge/domain') },
  { room: 'packages/queue/src', refused: imports('@bridge/db'), says: level1, legal: imports('@bridge/domain') },
  { room: 'packages/gradient/src', refused: imports('@bridge/db'), says: gradient, legal: imports('@bridge/vault') },
  { room: 'packages/gradient/src', refused: OPEN, says: gradient, legal: imports('@bridge/domain') },
  {
    room: 'packages/db/test',
    refused: imports('@bridge/queue'),
    says: /not in their tests either/,
    legal: imports('@bridge/testkit'),
  },
  {
    room: 'packages/servers/src',
    refused: imports('@bridge/db'),
    says: /servers starts Postgres and Redis/,
    legal: imports('pg'),
  },
  {
    room: 'packages/testkit/src',
    refused: imports('@bridge/queue'),
    says: /testkit knows db, domain/,
    legal: imports('@bridge/db'),
  },
  {
    room: 'scripts/start',
    refused: imports('@bridge/db'),
    says: /scripts start the services as processes/,
    legal: imports('@bridge/servers'),
  },
  {
    room: 'scripts/start',
    refused: imports('@bridge/gateway'),
    says: /scripts start the services as processes/,
    legal: imports('@bridge/vault'),
  },
  { room: 'services/gateway/src', refused: imports('@bridge/sandbox'), says: service, legal: imports('@bridge/db') },
  { room: 'services/gateway/src', refused: imports('@bridge/testkit'), says: service, legal: imports('@bridge/queue') },
  { room: 'services/gateway/src', refused: OPEN, says: service, legal: imports('@bridge/vault') },
  { room: 'services/gateway/src/partners', refused: OPEN, says: service, legal: imports('@bridge/vault') },
  { room: 'services/gateway/src/connect', refused: imports('@bridge/account-worker'), says: service, legal: OPEN },
  { room: 'services/account-worker/src', refused: imports('@bridge/billing-worker'), says: service, legal: OPEN },
  { room: 'services/billing-worker/src', refused: imports('@bridge/testkit'), says: service, legal: OPEN },
  {
    room: 'services/billing-worker/test',
    refused: imports('@bridge/gateway'),
    says: /no other service/,
    legal: imports('@bridge/sandbox'),
  },
  {
    room: 'services/scheduler/src',
    refused: imports('@bridge/gradient'),
    says: scheduler,
    legal: imports('@bridge/queue'),
  },
  { room: 'services/scheduler/src', refused: imports('@bridge/vault'), says: scheduler, legal: imports('@bridge/db') },
  { room: 'services/scheduler/src', refused: OPEN, says: scheduler, legal: imports('@bridge/runtime') },
  {
    room: 'services/sandbox/src',
    refused: imports('@bridge/gradient'),
    says: sandbox,
    legal: imports('@bridge/runtime'),
  },
  {
    room: 'services/console/src',
    refused: imports('@bridge/gradient'),
    says: operatorsConsole,
    legal: imports('@bridge/queue'),
  },
  { room: 'services/console/src/retries', refused: OPEN, says: operatorsConsole, legal: imports('@bridge/db') },
  {
    room: 'services/console/src/pages',
    refused: imports('../../page/src/words/words.ts'),
    says: climbing,
    legal: imports('../deps.ts'),
  },
  {
    room: 'services/console/page/src/runs',
    refused: imports('@bridge/domain'),
    says: operatorsPage,
    legal: imports('../words/words.ts'),
  },
  {
    room: 'services/console/page/src/runs',
    refused: imports('../../../src/wire.ts'),
    says: operatorsPage,
    legal: imports('react'),
  },
  {
    room: 'services/console/page/src',
    refused: 'export const now = () => new Date()',
    says: clock,
    legal: 'export const at = (text: string) => new Date(text)',
  },
  {
    room: 'packages/db/src',
    refused: imports('../../queue/src/index.ts'),
    says: climbing,
    legal: imports('./tables.ts'),
  },
  {
    room: 'packages/db/src/migrations',
    refused: imports('../../../domain/src/period.ts'),
    says: climbing,
    legal: imports('../tables.ts'),
  },
  {
    room: 'services/gateway/src',
    refused: imports('../../../packages/vault/src/open.ts'),
    says: climbing,
    legal: imports('./config.ts'),
  },
  {
    room: 'services/gateway/test',
    refused: imports('../../sandbox/src/app.ts'),
    says: climbing,
    legal: imports('../src/app.ts'),
  },
  {
    room: 'packages/db/src',
    refused: "export const late = () => import('../../queue/src/index.ts')",
    says: climbing,
    legal: "export const late = () => import('./tables.ts')",
  },
  {
    room: 'packages/domain/src',
    refused: 'export const now = () => new Date()',
    says: clock,
    legal: 'export const at = (text: string) => new Date(text)',
  },
  {
    room: 'services/scheduler/src',
    refused: 'export const now = () => Date.now()',
    says: clock,
    legal: 'export const at = () => performance.now()',
  },
  {
    room: 'packages/db/src',
    refused: 'export const now = () => Temporal.Now.instant()',
    says: clock,
    legal: "export const at = () => Temporal.Instant.from('2026-11-01T00:00Z')",
  },
  {
    room: 'services/gateway/src',
    refused: "export const port = process.env['PORT']",
    says: environment,
    legal: 'export const code = process.exitCode',
  },
]

let root: string
let refusals: Map<string, string[]>

/** Plants every file in a copy of the house that has its real rules and nothing else, and lets Biome look at all of them at once. */
beforeAll(async () => {
  const house = resolve(import.meta.dirname, '..')
  root = mkdtempSync(join(tmpdir(), 'gradient-bridge-walls-'))
  for (const rules of ['biome.json', 'scripts/walls'])
    cpSync(join(house, rules), join(root, rules), { recursive: true })
  symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'))
  for (const [index, planted] of PLANTED.entries()) {
    for (const kind of ['refused', 'legal'] as const) plant(fileOf(planted, index, kind), planted[kind])
  }
  plant('services/gateway/src/config.ts', "export const port = process.env['PORT']")
  plant('services/gateway/src/token-main.ts', "export const port = process.env['PORT']")
  plant('packages/runtime/src/clock.ts', 'export const now = () => new Date()')
  refusals = await lint(join(house, 'node_modules/.bin/biome'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function fileOf(planted: Planted, index: number, kind: 'refused' | 'legal'): string {
  return `${planted.room}/planted-${index}-${kind}${planted.room.endsWith('/test') ? '.test' : ''}.ts`
}

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), `${text}\n`)
}

interface Diagnostic {
  message: string
  severity: string
  location: { path: string }
}

/** What Biome refuses, by file. It ends with code 1 as soon as there is something. */
async function lint(biome: string): Promise<Map<string, string[]>> {
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '--error-on-warnings', '.']
  const output = await new Promise<string>((finish) => {
    execFile(biome, args, { cwd: root, maxBuffer: 1 << 26 }, (_error, stdout) => finish(stdout))
  })
  const byFile = new Map<string, string[]>()
  for (const { message, severity, location } of (JSON.parse(output) as { diagnostics: Diagnostic[] }).diagnostics) {
    if (severity === 'error') byFile.set(location.path, [...(byFile.get(location.path) ?? []), message])
  }
  return byFile
}

describe('the walls between the rooms', () => {
  it.each(PLANTED.map((planted, index) => ({ ...planted, index })))(
    '$room: refuses `$refused` and says why, lets its twin pass',
    (planted) => {
      const { index, says } = planted
      expect(refusals.get(fileOf(planted, index, 'refused')) ?? []).toEqual([expect.stringMatching(says)])
      expect(refusals.get(fileOf(planted, index, 'legal')) ?? []).toEqual([])
    },
  )

  it('let config.ts and mains read the environment, and clock.ts the clock', () => {
    for (const path of [
      'services/gateway/src/config.ts',
      'services/gateway/src/token-main.ts',
      'packages/runtime/src/clock.ts',
    ]) {
      expect(refusals.get(path) ?? []).toEqual([])
    }
  })
})
