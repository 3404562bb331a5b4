import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

// docs/performance.md, "Months behind it": an index that begins with whose push it is spreads a month over the pages of all months, and what a count writes grows with each.
test('each index that all pushes, counts or attempts are in begins with the month, the partner’s month, or what only grows', async () => {
  const { rows } = await sql<{ index: string; begins: string }>`
    select i.indexrelid::regclass::text as index, (
      select string_agg(a.attname, ', ' order by k.place) from unnest(i.indkey) with ordinality k(attnum, place)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where k.place <= case when i.indrelid = 'usage_count'::regclass then 2 else 1 end) as begins
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
    where i.indrelid in ('push'::regclass, 'attempt'::regclass, 'usage_count'::regclass) and m.amname = 'btree'
      and (i.indpred is null or i.indexrelid in ('attempt_of_claim'::regclass, 'attempt_taken'::regclass, 'push_billed'::regclass))
    order by 1`.execute(database.db)
  expect(Object.fromEntries(rows.map(({ index, begins }) => [index, begins]))).toEqual({
    attempt_of_claim: 'push_id',
    attempt_pkey: 'id',
    attempt_taken: 'push_id',
    push_billed: 'period',
    push_of_run: 'period',
    push_once: 'period',
    push_outcome: 'period',
    push_pkey: 'id',
    usage_count_pkey: 'partner_id, period',
  })
})
