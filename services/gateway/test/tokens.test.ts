import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { QUICK_START, runInTestShell, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tokenCommand } from '../src/token-command.ts'
import { findBytes } from './find-bytes.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())

const main = resolve(import.meta.dirname, '../src/token-main.ts')

/** What the command answers, without a process of its own. */
function token(args: string[]) {
  return runInTestShell((shell) => tokenCommand(args, shell), { databaseUrl: gateway.database.url })
}

/** Runs it as an operator would. */
function atTheShell(args: string[], env: Record<string, string>) {
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(process.execPath, [main, ...args], { env: { ...QUICK_START, ...env } }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}
const statusWith = async (text: string) =>
  (await fetch(`${gateway.url}/v1/partners`, { headers: { authorization: `Bearer ${text}` } })).status

it('a token is made and printed once, is known by its hash alone, opens the API, and is gone once revoked', async () => {
  const made = await token(['create', '--name', 'billing system', '--json'])
  expect(made.code).toBe(0)
  const { id, token: text } = JSON.parse(made.out)
  expect(text).toMatch(/^brt_[\w-]{43}$/)
  expect(await findBytes(gateway, Buffer.from(text))).toEqual([])
  expect(await statusWith(text)).toBe(200)
  expect(await statusWith(`${text}x`)).toBe(401)

  const used = () =>
    sql<{ at: Date | null }>`select last_used_at as at from integration_token where id = ${id}`.execute(
      gateway.database.db,
    )
  const at = await waitFor(async () => (await used()).rows[0]?.at)
  for (let call = 0; call < 5; call += 1) await statusWith(text)
  expect((await used()).rows[0]?.at).toEqual(at)

  const listed = await token(['list'])
  expect(listed.out).toMatch(new RegExp(`${id}  billing system  made .*last used`))
  expect(listed.out).not.toContain(text)

  const revoked = await token(['revoke', id])
  expect([revoked.code, revoked.out]).toEqual([0, expect.stringContaining('is revoked')])
  // Postgres tells the gateway a moment after the command has answered. Its clock stands, so nothing else would make it forget.
  await waitFor(async () => (await statusWith(text)) === 401)
  expect((await token(['list'])).out).toMatch(/billing system {2}made .*revoked/)
  expect((await token(['revoke', id])).code).toBe(0)
})

it('a token is printed in words too', async () => {
  const made = await atTheShell(['create', '--name', 'for a person'], { DATABASE_URL: gateway.database.url })
  expect(made.out).toMatch(/^brt_[\w-]{43}\n\nThis is token [\w-]{36} \(for a person\)\. Keep it now/)
})

it.each([[[]], [['create']], [['create', '--name', '  ']], [['revoke', '17']], [['list', '--what']], [['destroy']]])(
  '%j is answered with the usage',
  async (args) => {
    const answer = await token(args)
    expect([answer.code, answer.out]).toEqual([1, ''])
    expect(answer.err).toMatch(/create --name NAME/)
  },
)

it('a token nobody knows cannot be revoked, and a missing DATABASE_URL ends with code 78', async () => {
  const unknown = await token(['revoke', '2ca9ccf9-89db-4840-912f-d67350ce8394'])
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('There is no token')])
  expect(await atTheShell(['list'], {})).toMatchObject({ code: 78, err: expect.stringContaining('DATABASE_URL') })
})

it('how it is used is said without a database', async () => {
  const helped = await runInTestShell((shell) => tokenCommand(['--help'], shell), { databaseUrl: undefined })
  expect(helped).toEqual({ code: 0, out: expect.stringContaining('create --name NAME'), err: '' })
})
