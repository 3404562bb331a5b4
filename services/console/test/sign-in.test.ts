import { disableOperator, findOperator, setOperatorPassword } from '@bridge/db'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashPassword } from '../src/people/password.ts'
import { PASSWORD, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

const lines: string[] = []
let running: TestConsole
beforeAll(async () => {
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  running = await startConsoleForTest({ log, trustedProxies: ['127.0.0.1'] })
})
afterAll(() => running.close())

let counter = 0
function next(): number {
  counter += 1
  return counter
}
const newName = () => `person ${next()}`
let address = ''
beforeEach(() => {
  address = `10.0.0.${next()}`
})
const signIn = (name: string, password: string, from = address) =>
  running.call('POST', '/api/session', { name, password }, { 'x-forwarded-for': from })
const session = (cookie: string) => running.call('GET', '/api/session', undefined, { cookie })
const cookieOf = (answer: Awaited<ReturnType<typeof signIn>>) =>
  answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''

test('name and password open a session of twelve hours in a cookie that no script and no other site gets at', async () => {
  const name = newName()
  await running.makeOperator(name, 'viewer')
  const answer = await signIn(name.toUpperCase(), PASSWORD)
  expect(answer).toMatchObject({ status: 200, body: { operator: { name, role: 'viewer' } } })
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^console=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
  ])
  const cookie = cookieOf(answer)
  expect((await session(cookie)).body).toEqual({
    operator: { name, role: 'viewer' },
    vendorName: 'Phin',
    expiresAt: '2026-11-23T00:00:00.000Z',
  })
  const { rows } = await running.database.pool.query('select * from operator_session')
  expect(JSON.stringify(rows)).not.toContain(cookie.slice('console='.length))
  running.clock.advanceMs(12 * 3_600_000)
  expect((await session(cookie)).status).toBe(401)
  running.clock.advanceMs(-12 * 3_600_000)
})

test('signing out ends the session, in whatever else holds its cookie too, and is recorded like the sign-in', async () => {
  const name = newName()
  const operatorId = await running.makeOperator(name, 'operator')
  const cookie = cookieOf(await signIn(name, PASSWORD))
  const left = await running.call('DELETE', '/api/session', undefined, { cookie, 'x-forwarded-for': address })
  expect(left.status).toBe(204)
  expect(left.headers.getSetCookie()).toEqual([expect.stringContaining('console=; Max-Age=0')])
  expect((await session(cookie)).status).toBe(401)
  const actions = await running.database.db
    .selectFrom('operator_action')
    .select(['action', 'operator_name', 'address', 'via', 'after'])
    .where('operator_id', '=', operatorId)
    .orderBy('id')
    .execute()
  const who = { operator_name: name, address, via: 'console' }
  expect(actions).toEqual([
    { ...who, action: 'session.begin', after: { by: 'password', role: 'operator' } },
    { ...who, action: 'session.end', after: null },
  ])
})

describe('a session ends at once, and its operator does not get in again by the old way,', () => {
  async function signedIn() {
    const name = newName()
    const operatorId = await running.makeOperator(name, 'operator')
    return { name, operatorId, cookie: cookieOf(await signIn(name, PASSWORD)) }
  }

  test('when the operator is disabled', async () => {
    const { name, operatorId, cookie } = await signedIn()
    const { db } = running.database
    await db.transaction().execute((tx) => disableOperator(tx, { operatorId, now: running.clock.now() }))
    expect((await session(cookie)).status).toBe(401)
    expect((await signIn(name, PASSWORD)).body.code).toBe('sign_in_refused')
  })

  test('when the password changes', async () => {
    const { name, operatorId, cookie } = await signedIn()
    const passwordHash = await hashPassword('another password')
    const input = { operatorId, passwordHash, now: running.clock.now() }
    await running.database.db.transaction().execute((tx) => setOperatorPassword(tx, input))
    expect((await session(cookie)).status).toBe(401)
    expect((await signIn(name, PASSWORD)).body.code).toBe('sign_in_refused')
    expect((await signIn(name, 'another password')).status).toBe(200)
  })

  test('also where the old password was found right just before it changed', async () => {
    const { name, operatorId } = await signedIn()
    const { db, pool } = running.database
    const held = await pool.connect()
    await held.query('begin')
    await held.query('select from operator where id = $1 for update', [operatorId])
    const late = signIn(name, PASSWORD)
    await held.query('update operator set password_hash = $2 where id = $1', [
      operatorId,
      await hashPassword('x'.repeat(12)),
    ])
    await held.query('commit')
    held.release()
    expect((await late).body.code).toBe('sign_in_refused')
    expect((await findOperator(db, name))?.disabledAt).toBeNull()
  })
})

test('an unknown name, a wrong password, a disabled operator and one without a password are answered alike', async () => {
  const [known, disabled, provided] = [newName(), newName(), newName()]
  await running.makeOperator(known, 'operator')
  const operatorId = await running.makeOperator(disabled, 'operator')
  const { db } = running.database
  await db.transaction().execute((tx) => disableOperator(tx, { operatorId, now: running.clock.now() }))
  await db
    .insertInto('operator')
    .values({
      name: provided,
      role: 'operator',
      password_hash: null,
      oidc_issuer: 'i',
      oidc_subject: provided,
      disabled_at: null,
    })
    .execute()
  const answers = await Promise.all([
    signIn(known, 'a wrong password'),
    signIn(newName(), PASSWORD),
    signIn(disabled, PASSWORD),
    signIn(provided, PASSWORD),
  ])
  for (const { status, body, headers } of answers) {
    expect(status).toBe(401)
    expect(body).toEqual(answers[0]?.body)
    expect(headers.getSetCookie()).toEqual([])
  }
})

test('what was typed in the place of a name is kept nowhere and logged nowhere', async () => {
  await signIn('my-secret-password-in-the-wrong-field', 'x')
  const { rows } = await running.database.pool.query(
    'select t::text from (select to_jsonb(o) from operator_action o union all select to_jsonb(s) from sign_in_tries s) t(t)',
  )
  expect(`${JSON.stringify(rows)}${lines.join('')}`).not.toContain('wrong-field')
})

describe('tries to sign in', () => {
  test('are counted by name, from wherever they come, and in whichever case the name is written', async () => {
    const name = newName()
    await running.makeOperator(name, 'operator')
    for (let n = 0; n < 10; n += 1) {
      const answer = await signIn(n % 2 ? name : name.toUpperCase(), 'a wrong password', `10.1.${n}.1`)
      expect(answer.status).toBe(401)
    }
    const refused = await signIn(name, PASSWORD, '10.1.99.1')
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } })
    expect(Number(refused.headers.get('retry-after'))).toBe(300)
    running.clock.advanceMs(5 * 60_000)
    expect((await signIn(name, PASSWORD, '10.1.99.1')).status).toBe(200)
    running.clock.advanceMs(-5 * 60_000)
  })

  test('are counted by name where it is unknown just the same', async () => {
    const name = newName()
    const answers: number[] = []
    for (let n = 0; n < 11; n += 1) answers.push((await signIn(name, 'x', `10.3.${n}.1`)).status)
    expect(answers).toEqual([...Array(10).fill(401), 429])
  })

  test('are counted by address, whatever name is tried, and all at once are no more than one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => signIn(newName(), 'a wrong password')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(30)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
    expect((await signIn(newName(), 'x', '10.2.0.1')).status).toBe(401)
  })

  test('count no more once the person has proved who they are', async () => {
    const name = newName()
    await running.makeOperator(name, 'operator')
    for (let n = 0; n < 2; n += 1) {
      for (let wrong = 0; wrong < 9; wrong += 1) await signIn(name, 'a wrong password', `10.4.${n}.1`)
      expect((await signIn(name, PASSWORD, `10.5.${n}.1`)).status).toBe(200)
    }
  })

  test('an address that a proxy of ours does not vouch for is not believed', async () => {
    const other = await startConsoleForTest()
    const answers: number[] = []
    for (let n = 0; n < 31; n += 1) {
      const { status } = await other.call(
        'POST',
        '/api/session',
        { name: `n${n}`, password: 'x' },
        { 'x-forwarded-for': `10.6.0.${n}` },
      )
      answers.push(status)
    }
    expect(answers.slice(-2)).toEqual([401, 429])
    await other.close()
  })
})
