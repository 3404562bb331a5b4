import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('a statement that is used again and again is prepared once, whatever its values', async () => {
  await database.db.connection().execute(async (db) => {
    for (let value = 0; value < 10; value += 1) {
      const { rows } = await sql<{ doubled: number }>`select ${value}::integer * 2 as doubled`.execute(db)
      expect(rows).toEqual([{ doubled: value * 2 }])
    }
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements where statement like '%as doubled'`.execute(db)
    expect(rows).toHaveLength(1)
  })
})
