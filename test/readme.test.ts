import { exec } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { afterAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The commands in the README's shell blocks. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => (block ?? '').split('\n')).filter(Boolean)
}

const databases: TestDatabase[] = []
afterAll(async () => {
  for (const database of databases) await database.close()
})

describe('the README', () => {
  it.each([
    'README.md',
    'docs/console.md',
    'docs/design.md',
    'docs/guarantees.md',
    'docs/keys-and-backups.md',
    'docs/partner-page.md',
    'docs/performance.md',
    'deploy/README.md',
  ])('%s links to files that exist', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '')
    expect(targets.filter((target) => !existsSync(join(root, dirname(file), target)))).toEqual([])
  })

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const text = ['README.md', 'docs/console.md', 'docs/guarantees.md', 'docs/performance.md', 'deploy/README.md']
      .map(read)
      .join('\n')
    const named = [...text.matchAll(/\b(?:npm run|pnpm(?: run)?) ([a-z][a-z0-9:]*)/g)].map(([, name]) => name ?? '')
    expect(named.filter((name) => !(name in scripts) && !['install', 'deploy'].includes(name))).toEqual([])
  })

  it.each([
    { file: 'README.md', least: 8 },
    { file: 'docs/console.md', least: 4 },
  ])('in $file, shows commands that work as they are written', async ({ file, least }) => {
    const elsewhere = ['npm start', 'npm test']
    const commands = commandsOf(read(file)).filter((command) => !elsewhere.includes(command))
    expect(commands.length).toBeGreaterThanOrEqual(least)
    const database = await createTestDatabase()
    databases.push(database)
    const env = { ...process.env, DATABASE_URL: database.url }
    for (const command of commands) {
      const token = await database.db.selectFrom('integration_token').select('id').executeTakeFirst()
      const written = command.replace(/\bID$/, token?.id ?? 'no token was made')
      await expect(promisify(exec)(written, { cwd: root, env }), command).resolves.toBeDefined()
    }
    const made = await database.db.selectFrom('operator').select(['name', 'role']).execute()
    expect(made).toEqual([{ name: 'ada', role: 'operator' }])
  })

  it('names every setting that .env.example has', () => {
    const settings = [...read('deploy/.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name ?? '')
    const ofComposeAlone = [
      'POSTGRES_PASSWORD',
      'SERVICES_PASSWORD',
      'GATEWAY_PUBLISH',
      'CONSOLE_PORT',
      'BRIDGE_VERSION',
    ]
    const text = read('README.md')
    expect(settings.filter((name) => !ofComposeAlone.includes(name) && !text.includes(`\`${name}\``))).toEqual([])
  })
})
