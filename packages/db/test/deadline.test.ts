import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { alarmOverdueRuns, countRunTrouble, pauseSending, planRun, startRun } from '../src/index.ts'

const DEADLINE = new Date('2026-11-01T13:00:00Z')
const BEFORE = new Date('2026-11-01T12:59:59.999Z')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await sql`truncate partner, company, usage_count, connection, billing_run, partner_run, push, sending_pause cascade`.execute(
    database.db,
  )
})
afterAll(() => database.close())

async function givenRun(kind: 'scheduled' | 'catch_up' | 'requested') {
  const { db } = database
  const usage = { '2026-10': 3 }
  const partnerId = await givenPartner(db, {
    companies: [{ id: 'a', usage }, { id: 'b', usage }, { id: 'c', usage }, { id: 'silent' }],
  })
  const connectionId = await givenConnection(db, partnerId)
  const connectedBy = new Date('2100-01-01')
  const run = await startRun(db, { period: '2026-10', kind, partnerId: null, deadlineAt: DEADLINE, connectedBy })
  const id = run?.id ?? ''
  return { id, connectionId, plan: () => planRun(db, id, connectedBy) }
}

const runRow = (id: string) =>
  database.db.selectFrom('billing_run').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test.each(['scheduled', 'catch_up'] as const)(
  'a %s run that is not finished at its deadline is alarmed once, with what is unsettled then, by one only of many that look',
  async (kind) => {
    const { id, connectionId, plan } = await givenRun(kind)
    await plan()
    await sql`update push set outcome = 'sending', claim_token = gen_random_uuid() where company_id = 'a'`.execute(
      database.db,
    )
    await sql`update push set outcome = 'cancelled' where company_id = 'b'`.execute(database.db)
    await sql`update connection set status = 'needs_key' where id = ${connectionId}`.execute(database.db)
    await pauseSending(database.db, { reason: 'test', detail: '', by: 'test' })
    expect(await alarmOverdueRuns(database.db, BEFORE)).toEqual([])
    expect((await runRow(id)).alarmed_at).toBeNull()
    const told = await Promise.all(Array.from({ length: 8 }, () => alarmOverdueRuns(database.db, DEADLINE)))
    expect(told.flat()).toEqual([
      {
        id,
        period: '2026-10',
        kind,
        deadlineAt: DEADLINE,
        plannedAt: expect.any(Date),
        unsettled: 2,
        needKey: 1,
        sendingPaused: true,
      },
    ])
    expect(await runRow(id)).toMatchObject({
      alarmed_at: expect.any(Date),
      unsettled_at_deadline: 2,
      finished_at: null,
    })
    expect(await countRunTrouble(database.db, DEADLINE)).toEqual({ missed: 0, overdue: 1 })
    expect(await countRunTrouble(database.db, BEFORE)).toEqual({ missed: 0, overdue: 0 })
  },
)

test('of a run that is not even planned at its deadline nobody knows how many are unsettled', async () => {
  await givenRun('scheduled')
  const [told] = await alarmOverdueRuns(database.db, DEADLINE)
  expect(told).toMatchObject({ unsettled: null, plannedAt: null })
})

test('a requested run, a finished one and a missed one are not alarmed', async () => {
  const { db } = database
  const { id, plan } = await givenRun('requested')
  await plan()
  expect(await alarmOverdueRuns(db, DEADLINE)).toEqual([])
  await sql`update billing_run set kind = 'scheduled', finished_at = now() where id = ${id}`.execute(db)
  expect(await alarmOverdueRuns(db, DEADLINE)).toEqual([])
  await sql`update billing_run set missed_at = now() where id = ${id}`.execute(db)
  expect(await alarmOverdueRuns(db, DEADLINE)).toEqual([])
})
