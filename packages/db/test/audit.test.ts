import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, listActions, recordAction } from '../src/audit.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const by: Actor = { operatorId: null, name: 'ada', address: '10.0.0.7', via: 'console' }
const record = (action: string, more: object = {}) =>
  database.db.transaction().execute((tx) => recordAction(tx, { by, action, ...more }))
const all = { before: null, limit: 100 }

test('an action is kept with who, when, from where, what, why, on which rows, before and after', async () => {
  const id = await record('pause.open', {
    reason: 'Gradient asked us to',
    onRows: { partnerId: 'p1', pushIds: ['17'] },
    before: { open: 0 },
    after: { open: 1 },
  })
  expect((await listActions(database.db, all)).find((action) => action.id === id)).toEqual({
    id,
    at: expect.any(Date),
    place: expect.stringMatching(/^20.*\.\d{6}Z$/),
    via: 'console',
    operatorId: null,
    operatorName: 'ada',
    address: '10.0.0.7',
    action: 'pause.open',
    reason: 'Gradient asked us to',
    onRows: { partnerId: 'p1', pushIds: ['17'] },
    before: { open: 0 },
    after: { open: 1 },
  })
})

test('what was not done is not recorded', async () => {
  const undone = database.db.transaction().execute(async (tx) => {
    await recordAction(tx, { by, action: 'undone' })
    throw new Error('it could not be done')
  })
  await expect(undone).rejects.toThrow('it could not be done')
  expect(await listActions(database.db, { ...all, action: 'undone' })).toEqual([])
})

test('nobody changes or removes what was recorded, not the owner of the tables, and not where triggers are switched off for a replica', async () => {
  await record('kept')
  const before = await listActions(database.db, all)
  const client = await database.pool.connect()
  for (const role of ['origin', 'replica']) {
    await client.query(`set session_replication_role = ${role}`)
    for (const statement of [
      "update operator_action set reason = 'another'",
      'update operator_action set reason = null where false',
      'delete from operator_action',
      'truncate operator_action',
      'truncate operator cascade',
      "insert into operator_action (id, via, operator_name, action) overriding system value values (1, 'shell', 'x', 'x') on conflict (id) do update set reason = 'x'",
      'merge into operator_action a using (select 1) s on true when matched then delete',
    ]) {
      await expect(client.query(statement), statement).rejects.toThrow(/only ever added to/)
    }
  }
  client.release(true)
  expect(await listActions(database.db, all)).toEqual(before)
})

test('actions are found by any word of theirs, by name, by the beginning of their code and by time', async () => {
  await sql`
    insert into operator_action (at, via, operator_name, address, action, reason, on_rows, after) values
      ('2026-11-01T01:00:00Z', 'console', 'Grace', '10.1.1.1', 'retry.start', '100% sure, it_was us', '{"causeId": "c-9"}', '{"total": 43}'),
      ('2026-11-01T02:00:00Z', 'shell', 'grace', 'host', 'retry.stop', 'Œuvre', '{}', null),
      ('2026-11-01T03:00:00Z', 'board', 'Linus', '10.1.1.2', 'retrying', null, '{}', null)`.execute(database.db)
  const found = async (scope: object) =>
    (await listActions(database.db, { ...all, to: new Date('2026-11-02'), ...scope })).map(({ action }) => action)
  expect(await found({})).toEqual(['retrying', 'retry.stop', 'retry.start'])
  expect(await found({ search: '100% SURE' })).toEqual(['retry.start'])
  expect(await found({ search: 'it%us' })).toEqual([])
  expect(await found({ search: 'c-9' })).toEqual(['retry.start'])
  expect(await found({ search: '10.1.1.2' })).toEqual(['retrying'])
  expect(await found({ search: 'œuvre' })).toEqual(['retry.stop'])
  expect(await found({ operator: 'GRACE' })).toEqual(['retry.stop', 'retry.start'])
  expect(await found({ operator: 'gra' })).toEqual([])
  expect(await found({ action: 'retry' })).toEqual(['retry.stop', 'retry.start'])
  expect(await found({ action: 'retry.stop' })).toEqual(['retry.stop'])
  expect(await found({ from: new Date('2026-11-01T02:00:00Z'), to: new Date('2026-11-01T03:00:00Z') })).toEqual([
    'retry.stop',
  ])
})

test('pages follow one another, also where many things were done at the same moment', async () => {
  await sql`
    insert into operator_action (at, via, operator_name, action)
    select '2020-01-01T00:00:00.123456Z', 'shell', 'many', 'many.' || n from generate_series(1, 25) n`.execute(
    database.db,
  )
  const seen: string[] = []
  for (let before: { place: string; id: string } | null = null; ; ) {
    const page = await listActions(database.db, { operator: 'many', before, limit: 7 })
    seen.push(...page.map(({ action }) => action))
    before = page.at(-1) ?? null
    if (!before) break
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `many.${25 - n}`))
})
