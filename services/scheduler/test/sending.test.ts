import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function sending(...args: string[]): Promise<string> {
  const main = resolve(import.meta.dirname, '../src/sending-main.ts')
  const env = { ...process.env, DATABASE_URL: database.url }
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { env })
  return stdout.trim()
}

test('an operator stops all sending with a reason, sees it, and lets it go on', async () => {
  expect(await sending('status')).toBe('Sending is on.')
  expect(await sending('stop', 'Gradient', 'asked', 'us')).toBe('All sending is stopped.')
  expect(await sending('status')).toMatch(/^Sending is stopped since .* \(operator\): Gradient asked us$/)
  expect(await sending('stop', 'again')).toBe('Sending was stopped already.')
  expect(await sending('resume')).toBe('Sending goes on.')
  expect(await sending('resume')).toBe('Sending was not stopped.')
  const actions = database.db.selectFrom('operator_action').select(['via', 'action', 'reason']).orderBy('id')
  expect(await actions.execute()).toEqual([
    { via: 'shell', action: 'sending.pause', reason: 'Gradient asked us' },
    { via: 'shell', action: 'sending.resume', reason: 'resumed with the command "sending"' },
  ])
})

test('an order that is not understood changes nothing and shows the usage', async () => {
  await expect(sending('stop')).rejects.toMatchObject({ code: 64 })
  await expect(sending('resume', 'now')).rejects.toMatchObject({ code: 64 })
  expect(await sending('status')).toBe('Sending is on.')
})
