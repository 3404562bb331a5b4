import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { liveConnection, lockPartner } from '../src/index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

// A mail that is being opened refers to both: it has the one while it waits for the other. Whoever connected or disconnected in that moment had the other, and was answered 500.
test('who locks a partner and then its connection does not wait for one who refers to the connection and then to the partner', async () => {
  const { db } = database
  const partnerId = await givenPartner(db, { companies: [] })
  const connectionId = await givenConnection(db, partnerId)
  await db.transaction().execute(async (refers) => {
    // What Postgres does for a foreign key.
    await sql`select from connection where id = ${connectionId} for key share`.execute(refers)
    const waits = await db.transaction().execute(async (connects) => {
      expect(await lockPartner(connects, partnerId)).toBe(true)
      const partner = sql`select from partner where id = ${partnerId} for key share`.execute(refers)
      expect(await liveConnection(connects, partnerId, true)).toMatchObject({ id: connectionId })
      return { partner }
    })
    expect((await waits.partner).rows).toHaveLength(1)
  })
})

test('who registers a company waits for one who locks its partner, and two who lock it for each other', async () => {
  const { db } = database
  const partnerId = await givenPartner(db, { companies: [] })
  await givenConnection(db, partnerId)
  await db.transaction().execute(async (first) => {
    await lockPartner(first, partnerId)
    const inVain = (work: (tx: Parameters<typeof lockPartner>[0]) => Promise<unknown>) =>
      db.transaction().execute(async (tx) => {
        await sql`set local lock_timeout = '50ms'`.execute(tx)
        await work(tx)
      })
    const register = sql`select * from register_company(${partnerId}, 'new', 'New')`
    await expect(inVain((tx) => register.execute(tx))).rejects.toMatchObject({ code: '55P03' })
    await expect(inVain((tx) => lockPartner(tx, partnerId))).rejects.toMatchObject({ code: '55P03' })
  })
})
