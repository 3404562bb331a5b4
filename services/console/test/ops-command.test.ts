import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { insertOperator } from '@bridge/db'
import type { Shell } from '@bridge/runtime'
import { createTestDatabase, QUICK_START, runInTestShell, seedConsole, type TestDatabase } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { opsCommand } from '../src/ops/ops-command.ts'

const MAIN = resolve(import.meta.dirname, '../src/ops-main.ts')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await seedConsole(database.db, { pushes: 4_000, attempts: 12_000, now: new Date('2026-11-22T12:00:00Z'), sent: 0.6 })
  await database.db.transaction().execute(async (tx) => {
    await insertOperator(tx, { name: 'Ada', role: 'operator', passwordHash: 'x' })
    await insertOperator(tx, { name: 'Vic', role: 'viewer', passwordHash: 'x' })
  })
})
afterAll(() => database.close())

/** What the command says, without a process of its own. Rejects with what it complained of and its exit code. */
async function ops(...args: string[]): Promise<string> {
  const given = { databaseUrl: database.url }
  const { code, out, err } = await runInTestShell((shell) => opsCommand(args, { ...shell, operatorName: '' }), given)
  if (code !== 0) throw Object.assign(new Error(err), { code, stderr: err })
  return out.trim()
}
/** The same as somebody at the shell would give it; `name` is their OPERATOR_NAME. */
async function atTheShell(name: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, ...QUICK_START, DATABASE_URL: database.url, OPERATOR_NAME: name }
  return (await promisify(execFile)(process.execPath, [MAIN, ...args], { env })).stdout.trim()
}
const json = async (...args: string[]) => JSON.parse(await ops(...args, '--json'))
const actions = () => database.db.selectFrom('operator_action').selectAll().orderBy('id').execute()

test('whether the month is complete, and what failed', async () => {
  const { run } = await json('run-status')
  expect(run).toMatchObject({ period: '2026-10', missing: 0 })
  expect(await atTheShell('', 'run-status')).toMatch(
    /^Run of 2026-10 \(scheduled\), under way since .*\n\d+ expected, \d+ accounted for\n/,
  )
  const { groups } = await json('failures')
  expect(groups[0]).toMatchObject({ causeId: expect.stringMatching(/^[\da-f]{16}$/), count: expect.any(Number) })
  expect(await ops('failures', '--run', run.id)).toContain(groups[0].causeId)
})

test('a retry is a preview until that preview, a reason and a name are said; then the same as in the console, in the audit as from the shell', async () => {
  const { run } = await json('run-status')
  const scope = ['retry', '--run', run.id, '--outcomes', 'failed,refused']
  const seen = await json(...scope)
  expect(seen.words).toMatch(/counts will be sent/)
  expect(await ops(...scope, '--reason', 'Gradient is back', '--as', 'Ada')).toMatch(
    /Nothing is ordered yet. To order just this, add: {2}--reason WHY --preview \S+$/,
  )
  const just = [...scope, '--reason', 'Gradient is back', '--preview', seen.previewToken]
  await expect(ops(...just)).rejects.toMatchObject({ stderr: expect.stringMatching(/Say who you are/) })
  await expect(ops(...just, '--as', 'Vic')).rejects.toMatchObject({ stderr: expect.stringMatching(/change nothing/) })
  await expect(ops(...just, '--as', 'Nobody')).rejects.toMatchObject({ code: 1 })
  await expect(
    ops('retry', '--run', run.id, '--outcomes', 'failed', ...just.slice(5), '--as', 'Ada'),
  ).rejects.toMatchObject({ stderr: expect.stringMatching(/not the preview of this scope/) })
  expect(await actions()).toEqual([])
  const ordered = await json(...just, '--as', 'ada')
  expect(await ops('retry-status', ordered.id)).toBe(`running: 0 of ${seen.willBeSent}`)
  expect(await ops('retry-stop', ordered.id, '--reason', 'too early', '--as', 'Ada')).toBe(
    `Stopped: ${seen.willBeSent} are not sent.`,
  )
  expect((await actions()).map(({ action, via, operator_name: name }) => [action, via, name])).toEqual([
    ['retry.start', 'shell', 'Ada'],
    ['retry.stop', 'shell', 'Ada'],
  ])
})

test('one partner is stopped, shown, and let go on', async () => {
  const made = await json('pause', '--partner', 'msp-1001', '--reason', 'they asked', '--as', 'Ada')
  expect(made).toMatchObject({ scope: { partnerId: 'msp-1001' }, made: true })
  expect(await ops('pauses')).toMatch(/^Stop \d+ of partner msp-1001, since .* by Ada \(operator\): they asked$/)
  expect(await atTheShell('Ada', 'resume', made.id, '--reason', 'done')).toBe('It goes on.')
  expect(await ops('pauses')).toBe('Sending is on.')
})

test('a company is found, and its story told', async () => {
  const [{ partnerId, id }] = (await json('search', 'dental')).companies
  const told = await ops('story', partnerId, id)
  expect(told).toMatch(/Registered as “.*Dental/)
  await expect(atTheShell('', 'story', partnerId, 'nobody')).rejects.toMatchObject({ code: 1 })
})

test('an order that is not understood changes nothing and shows the usage', async () => {
  for (const args of [
    [],
    ['pause', 'all'],
    ['pause', 'some', '--reason', 'why'],
    ['retry'],
    ['retry', '--run', 'x'],
    ['resume', '1'],
    ['story', 'a'],
  ])
    await expect(ops(...args)).rejects.toMatchObject({ code: 64 })
})

test('how it is used is said without a database', async () => {
  const command = (shell: Shell) => opsCommand(['-h'], { ...shell, operatorName: undefined })
  const helped = await runInTestShell(command, { databaseUrl: undefined })
  expect(helped).toEqual({ code: 0, out: expect.stringContaining('retry SCOPE'), err: '' })
})
