import { planRun, startRun } from '@bridge/db'
import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLedger } from '../../services/billing-worker/src/ledger.ts'

const PERIOD = '2026-10'
const LATER = new Date('2100-01-01')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('of many jobs of one process that ask for the same push at once, one gets the claim: a nudge may be doubled, a call may not', async () => {
  const { db } = database
  const companies = ['a', 'b', 'c'].map((id) => ({ id, usage: { [PERIOD]: 3 } }))
  const partnerId = await givenPartner(db, { companies })
  await givenConnection(db, partnerId)
  const order = { period: PERIOD, kind: 'requested', partnerId, deadlineAt: LATER, connectedBy: LATER } as const
  const run = await startRun(db, order)
  await planRun(db, run?.id ?? '', LATER)
  const pushes = await db.selectFrom('push').select('id').execute()
  const ledger = openLedger({ db, worker: 'test', claimMs: 60_000, hasTime: () => false })
  const asked = [...pushes, ...pushes, ...pushes].map(({ id }) => id)
  const claims = (await Promise.all(asked.map((id) => ledger.claim(id)))).filter((claim) => claim !== null)
  expect(claims.map(({ pushId }) => pushId).toSorted()).toEqual(pushes.map(({ id }) => id).toSorted())
})
