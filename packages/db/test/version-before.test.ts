import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

const CLAIM = '00000000-0000-4000-8000-000000000001'
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

// deploy/README.md, "Upgrades": old processes go on with the new tables until they are replaced.
test('a worker of the version before still writes each answer once', async () => {
  const write = () =>
    sql`
      insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, claim_token)
      values (${CLAIM}, 1, 'count', 'old', now(), now(), ${CLAIM})
      on conflict (claim_token) where claim_token is not null do nothing`.execute(database.db)
  await write()
  await write()
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from attempt`.execute(database.db)
  expect(rows[0]?.count).toBe(1)
})
