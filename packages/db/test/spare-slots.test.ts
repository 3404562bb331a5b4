import { createTestDatabase, type TestDatabase, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, createSpareSlots } from '../src/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** As another process has it: with connections of its own. */
async function withProcess<Value>(use: (spare: ReturnType<typeof createSpareSlots>) => Promise<Value>): Promise<Value> {
  const { db, close } = connect({ url: database.url, applicationName: 'test', poolSize: 3 })
  try {
    return await use(createSpareSlots(db))
  } finally {
    await close()
  }
}

const write = (state: string, inUseMs: number | null = null) => ({ state, inUseMs, durable: false })

test('of many processes that count up the same row at once, none is lost and none counts twice', async () => {
  const seen: number[] = []
  const countUp = (spare: ReturnType<typeof createSpareSlots>) =>
    spare.exchange('count', (row) => {
      const next = Number(row.state ?? 0) + 1
      return { write: write(String(next)), answer: next }
    })
  const process = () =>
    withProcess((spare) =>
      Promise.all(
        Array.from({ length: 2 }, async () => {
          for (let turn = 0; turn < 40; turn++) seen.push(await countUp(spare))
        }),
      ),
    )
  await Promise.all([process(), process(), process()])
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 240 }, (_, index) => index + 1))
})

test('a write counts only if nobody wrote since the row was read: whoever comes second reads again', async () => {
  const spare = createSpareSlots(database.db)
  await spare.exchange('late', () => ({ write: write('first'), answer: null }))
  const seen: (string | null)[] = []
  let second: Promise<unknown> = Promise.resolve()
  await database.db.transaction().execute(async (transaction) => {
    await transaction.updateTable('spare_slots').set({ state: 'other' }).where('key', '=', 'late').execute()
    second = spare.exchange('late', (row) => {
      seen.push(row.state)
      return { write: write(`${row.state} and second`), answer: null }
    })
    // It has read the row and waits to write it.
    await waitFor(async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
        database.db,
      )
      return rows.length > 0
    })
  })
  await second
  expect(seen).toEqual(['first', 'other'])
  const row = await database.db.selectFrom('spare_slots').select('state').where('key', '=', 'late').executeTakeFirst()
  expect(row?.state).toBe('other and second')
})

test('the row is in use for as long as was written, by the database’s clock; null leaves that, 0 closes it', async () => {
  const spare = createSpareSlots(database.db)
  const look = () => spare.exchange('use', (row) => ({ write: null, answer: row }))
  const put = (inUseMs: number | null) => spare.exchange('use', () => ({ write: write('s', inUseMs), answer: null }))
  expect(await look()).toMatchObject({ state: null, inUseUntilUs: null })
  await put(null)
  expect(await look()).toMatchObject({ state: 's', inUseUntilUs: null })
  await put(60_000)
  const { nowUs, inUseUntilUs, ageMs } = await look()
  expect(inUseUntilUs ?? 0).toBeGreaterThan(nowUs)
  expect(inUseUntilUs ?? 0).toBeLessThanOrEqual(nowUs + 60_000_000)
  expect(ageMs).toBeGreaterThan(0)
  await put(null)
  expect((await look()).inUseUntilUs).toBe(inUseUntilUs)
  await put(0)
  expect(await look()).toMatchObject({ state: 's', inUseUntilUs: null })
})

test('a row is whole numbers of one clock: it goes on, and is Postgres’ own', async () => {
  const spare = createSpareSlots(database.db)
  const now = () => spare.exchange('clock', ({ nowUs }) => ({ write: null, answer: nowUs }))
  const [first, second] = [await now(), await now()]
  expect(Number.isSafeInteger(first)).toBe(true)
  expect(second).toBeGreaterThan(first)
})

test('where Postgres does not answer it throws', async () => {
  const { db, close } = connect({ url: 'postgres://nobody@127.0.0.1:1/none', applicationName: 'test' })
  await expect(createSpareSlots(db).exchange('k', () => ({ write: null, answer: 1 }))).rejects.toThrow()
  await close()
})
