import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { QUICK_START } from '../src/index.ts'
import { importedPackages } from '../src/joined-packages/imported-packages.ts'

const root = resolve(import.meta.dirname, '../../..')

test('joined is what the services import, and nothing that only tests and pages do', () => {
  const imported = [...importedPackages(root).keys()]
  expect(imported).toEqual(expect.arrayContaining(['kysely', 'kysely/migration', 'bullmq', 'got', 'pg', 'fastify']))
  for (const name of imported) expect(name).not.toMatch(/^(node:|@bridge\/|@bull-board\/|vitest|react|fast-check)/)
})

test('a process of a test gets them joined, where it is our source that imports them', () => {
  const script = `
    const { Kysely, PostgresDialect } = await import('kysely')
    console.log(JSON.stringify([import.meta.resolve('kysely'), typeof Kysely, typeof PostgresDialect]))`
  const found = (env: Record<string, string>) =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: resolve(root, 'packages/db'),
      env,
      encoding: 'utf8',
    })
  expect(JSON.parse(found(QUICK_START))).toEqual([
    expect.stringMatching(/\.cache\/joined-packages\/[0-9a-f]{16}\/kysely\.mjs$/),
    'function',
    'function',
  ])
  expect(JSON.parse(found({}))[0]).toMatch(/node_modules\/kysely\//)
})
