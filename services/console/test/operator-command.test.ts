import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { QUICK_START, runInTestShell } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operatorCommand } from '../src/people/operator-command.ts'
import { startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

let running: TestConsole
beforeAll(async () => {
  running = await startConsoleForTest()
})
afterAll(() => running.close())

const main = resolve(import.meta.dirname, '../src/operator-main.ts')

/** What the command answers, without a process of its own. */
function operator(args: string[], input = '', databaseUrl: string | undefined = running.database.url) {
  return runInTestShell((shell) => operatorCommand(args, shell), { databaseUrl, input })
}

/** Runs it as somebody at the shell would. */
async function atTheShell(args: string[], input: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [main, ...args], { env: { ...QUICK_START, ...env } })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  const [code, out, err] = await Promise.all([exited, text(child.stdout), text(child.stderr)])
  return { code, out, err }
}
const signIn = async (name: string, password: string) => {
  const { status, headers } = await running.call('POST', '/api/session', { name, password })
  return { status, cookie: headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' }
}

test('an operator is made with a password that is printed this once and kept as a hash alone', async () => {
  const made = await operator(['create', '--name', 'Ada', '--role', 'operator', '--json'])
  expect(made.code).toBe(0)
  const { id, name, role, password } = JSON.parse(made.out)
  expect([name, role]).toEqual(['Ada', 'operator'])
  expect(password).toMatch(/^[\w-]{20}$/)
  expect((await signIn('Ada', password)).status).toBe(200)
  const { rows } = await running.database.pool.query(
    'select to_jsonb(o)::text as o from operator o union all select to_jsonb(a)::text from operator_action a',
  )
  expect(JSON.stringify(rows)).not.toContain(password)
  const again = await operator(['create', '--name', 'ADA', '--role', 'viewer'])
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('taken')])
  const listed = JSON.parse((await operator(['list', '--json'])).out)
  expect(listed).toEqual([{ id, name, role, hasPassword: true, disabledAt: null, createdAt: expect.any(String) }])
})

test('a password comes from the standard input where that is asked for, and is then not printed', async () => {
  const create = ['create', '--name', 'Bob', '--role', 'viewer', '--password-stdin']
  const made = await atTheShell(create, 'twelve letters\n', { DATABASE_URL: running.database.url })
  expect([made.code, made.out]).toEqual([0, 'Bob (viewer) may open the console.\n'])
  expect((await signIn('Bob', 'twelve letters')).status).toBe(200)
  const short = await atTheShell(['password', 'Bob', '--password-stdin'], 'short', {
    DATABASE_URL: running.database.url,
  })
  expect([short.code, short.err]).toEqual([1, expect.stringContaining('12 letters')])
})

test('to make one again who is there, in that role and with that password, changes nothing; anything else is refused', async () => {
  const create = (role: string, password: string) =>
    operator(['create', '--name', 'Dee', '--role', role, '--password-stdin'], password)
  expect((await create('viewer', 'twelve letters')).code).toBe(0)
  const again = await create('viewer', 'twelve letters')
  expect([again.code, again.out]).toEqual([0, 'Dee (viewer) is there already, with this password.\n'])
  for (const refused of [await create('viewer', 'another password'), await create('operator', 'twelve letters')])
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('taken')])
  await operator(['disable', 'Dee'])
  expect((await create('viewer', 'twelve letters')).code).toBe(1)
  const made = running.database.db.selectFrom('operator_action').select('after').where('action', '=', 'operator.create')
  const ofDee = (await made.execute()).filter(({ after }) => JSON.stringify(after).includes('"Dee"'))
  expect(ofDee).toHaveLength(1)
})

test('another password, shutting out and letting in again take effect at once, and all of it stands in the audit', async () => {
  await operator(['create', '--name', 'Cy', '--role', 'viewer', '--password-stdin'], 'first password')
  const { cookie } = await signIn('Cy', 'first password')
  const changed = await operator(['password', 'Cy', '--json'])
  expect((await running.call('GET', '/api/session', undefined, { cookie })).status).toBe(401)
  const { password } = JSON.parse(changed.out)
  expect((await signIn('Cy', password)).status).toBe(200)
  expect((await operator(['disable', 'cy'])).out).toBe('Cy is shut out.\n')
  expect((await operator(['disable', 'cy'])).code).toBe(0)
  expect((await signIn('Cy', password)).status).toBe(401)
  expect((await operator(['list'])).out).toMatch(/^Cy {2}disabled /m)
  await operator(['enable', 'Cy'])
  expect((await signIn('Cy', password)).status).toBe(200)
  const actions = await running.database.db
    .selectFrom('operator_action')
    .selectAll()
    .where('via', '=', 'shell')
    .orderBy('id')
    .execute()
  const ofCy = actions.filter(({ before, after }) => JSON.stringify([before, after]).includes('"Cy"'))
  expect(ofCy.map(({ action }) => action)).toEqual([
    'operator.create',
    'operator.password',
    'operator.disable',
    'operator.enable',
  ])
  expect(ofCy[2]).toMatchObject({
    operator_id: null,
    operator_name: expect.stringMatching(/./),
    address: expect.stringMatching(/./),
    on_rows: { operatorId: expect.any(String) },
    before: { disabled: false },
    after: { disabled: true },
  })
})

test('who asks for what there is not is told how it is used, and nothing is done', async () => {
  const wrong = [
    [],
    ['create', '--name', 'X'],
    ['create', '--name', 'X', '--role', 'boss'],
    ['create', '--name', 'X', '--role', 'viewer', '--password', 'on the command line'],
    ['disable'],
    ['disable', 'X', 'Y'],
    ['list', 'X'],
    ['obliterate'],
  ]
  const answers = await Promise.all(wrong.map((args) => operator(args)))
  for (const { code, err } of answers) {
    expect([code, err]).toEqual([64, expect.stringContaining('Operators: who may open the console.')])
  }
})

test('who names nobody we know, or no database, is told so', async () => {
  const [unknown, noPassword, none, away] = await Promise.all([
    operator(['disable', 'nobody']),
    operator(['password', 'nobody']),
    atTheShell(['list'], '', {}),
    operator(['list'], '', 'postgres://x@127.0.0.1:1/x'),
  ])
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringMatching(/no operator nobody/)])
  expect(noPassword.code).toBe(1)
  expect(none.code).toBe(78)
  expect(away.err).toMatch(/was not done/)
})

test('how it is used is said without a database', async () => {
  const helped = await runInTestShell((shell) => operatorCommand(['create', '--help'], shell), {
    databaseUrl: undefined,
  })
  expect(helped).toEqual({ code: 0, out: expect.stringContaining('--role viewer|operator'), err: '' })
})
