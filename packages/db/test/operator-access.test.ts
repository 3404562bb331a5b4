import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOperatorSession, insertOperatorSession, sweepOperatorAccess } from '../src/operator-sessions.ts'
import { insertOperator, operatorByIdentity } from '../src/operators.ts'
import { countSignInTry } from '../src/sign-in-tries.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const DAY_MS = 24 * 3_600_000
const now = new Date('2026-11-22T12:00:00Z')

test('sessions are forgotten two months after they expired, tries as soon as they count no more', async () => {
  const { db } = database
  const operator = await db
    .transaction()
    .execute((tx) => insertOperator(tx, { name: 'ada', role: 'viewer', passwordHash: 'h' }))
  const operatorId = operator?.id ?? ''
  for (const days of [1, 61, 63]) {
    const expiresAt = new Date(now.getTime() - days * DAY_MS)
    const session = { operatorId, passwordHash: 'h', address: 'x', now: expiresAt, expiresAt }
    await db.transaction().execute((tx) => insertOperatorSession(tx, { ...session, hash: Buffer.from(`${days}`) }))
  }
  await countSignInTry(db, { key: Buffer.from('old'), now: new Date(now.getTime() - 61_000), windowMs: 60_000 })
  await countSignInTry(db, { key: Buffer.from('new'), now: new Date(now.getTime() - 59_000), windowMs: 60_000 })
  await sweepOperatorAccess(db, { now, windowMs: 60_000 })
  const kept = await db.selectFrom('operator_session').select('hash').orderBy('hash').execute()
  expect(kept.map(({ hash }) => hash.toString())).toEqual(['1', '61'])
  const tries = await db.selectFrom('sign_in_tries').select('key').execute()
  expect(tries.map(({ key }) => key.toString())).toEqual(['new'])
  expect(await findOperatorSession(db, { hash: Buffer.from('1'), now })).toBeUndefined()
})

test('tries of one window add up, and the next window begins with the first after it', async () => {
  const key = Buffer.from('somebody')
  const count = async (atMs: number) => {
    const { tries, beganAt } = await countSignInTry(database.db, { key, now: new Date(atMs), windowMs: 1_000 })
    return [tries, beganAt.getTime()]
  }
  expect(await count(5_000)).toEqual([1, 5_000])
  expect(await count(5_999)).toEqual([2, 5_000])
  expect(await count(6_000)).toEqual([1, 6_000])
  const both = await Promise.all(Array.from({ length: 10 }, () => count(6_500)))
  expect(both.map(([tries]) => tries).sort((one, other) => (one ?? 0) - (other ?? 0))).toEqual([
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ])
})

test('first sign-ins of one identity at the same moment make one operator', async () => {
  const input = { issuer: 'https://i', subject: 's', role: 'viewer', names: ['eve', 'eve (i)', 'eve (s)'] } as const
  const made = await Promise.all(
    Array.from({ length: 8 }, () =>
      database.db.transaction().execute((tx) => operatorByIdentity(tx, { ...input, names: [...input.names] })),
    ),
  )
  expect(new Set(made.map(({ operator }) => operator.id)).size).toBe(1)
  expect(made.filter(({ roleBefore }) => roleBefore === null)).toHaveLength(1)
  expect(made[0]?.operator).toMatchObject({ name: 'eve', hasPassword: false })
})
