import { givenPartner, startThrowawayPostgres } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Actor,
  connect,
  giveTablesToServices,
  listActions,
  migrate,
  migrationsDone,
  onlyAddsToAudit,
  recordAction,
} from '../src/index.ts'

const by: Actor = { operatorId: null, name: 'ada', address: null, via: 'shell' }

let server: Awaited<ReturnType<typeof startThrowawayPostgres>>
let owner: ReturnType<typeof connect>
let services: ReturnType<typeof connect>
beforeAll(async () => {
  server = await startThrowawayPostgres()
  await migrate(server.url)
  owner = connect({ url: server.url, applicationName: 'test', poolSize: 1 })
  // As on a server that gives nobody what he was not given.
  await owner.pool.query('revoke all on database postgres from public')
  const url = new URL(server.url)
  Object.assign(url, { username: 'bridge_services', password: "an 'odd' $role$ one" })
  await Promise.all([1, 2, 3].map(() => giveTablesToServices(server.url, url.href)))
  services = connect({ url: url.href, applicationName: 'test', poolSize: 2 })
})
afterAll(async () => {
  await services.close()
  await owner.close()
  await server.close()
})

test('a user of their own lets the services work, and add to what operators did', async () => {
  expect(await migrationsDone(services.db)).toBe(true)
  await givenPartner(services.db, { companies: [{ id: 'a', usage: { '2026-10': 3 } }] })
  await services.db.updateTable('usage_count').set({ billable_users: 4, revision: 2 }).execute()
  await services.db.transaction().execute((tx) => recordAction(tx, { by, action: 'test' }))
  expect(await listActions(services.db, { before: null, limit: 5 })).toMatchObject([{ action: 'test' }])
})

test('it may gather rows in a temporary table, as imports and the comparison of reports do', async () => {
  const { rowCount } = await services.pool.query('create temporary table gathered as select 1 as one')
  expect(rowCount).toBe(1)
})

test.each([
  "update operator_action set reason = 'x'",
  'delete from operator_action',
  'truncate operator_action',
  'alter table operator_action disable trigger all',
  'drop table operator_action',
  'delete from kysely_migration',
])('it may not: %s', async (change) => {
  await expect(services.pool.query(change)).rejects.toMatchObject({ code: '42501' })
})

test('a user that is given every table before there are any cannot change what operators did after the migrations either', async () => {
  await owner.pool.query('create database early')
  const url = new URL(server.url)
  url.pathname = '/early'
  const early = connect({ url: url.href, applicationName: 'test', poolSize: 1 })
  await early.pool.query('create role early_services login')
  await early.pool.query('alter default privileges in schema public grant all on tables to early_services')
  await migrate(url.href)
  for (const [table, may] of [
    ['operator_action', false],
    ['push', true],
  ] as const) {
    const { rows } = await early.pool.query(
      "select has_table_privilege('early_services', $1, 'update, delete, truncate, trigger') as may, has_table_privilege('early_services', $1, 'insert') as adds",
      [table],
    )
    expect(rows).toEqual([{ may, adds: true }])
  }
  await early.close()
})

test('a user who owns the tables and is no superuser can only add to it, unless it takes the right back; the services’ own user cannot even that', async () => {
  await owner.pool.query("create role an_owner login password 'o'")
  await owner.pool.query('create database owned owner an_owner')
  const url = new URL(server.url)
  Object.assign(url, { username: 'an_owner', password: 'o', pathname: '/owned' })
  await migrate(url.href)
  const owned = connect({ url: url.href, applicationName: 'test', poolSize: 1 })
  await owned.db.transaction().execute((tx) => recordAction(tx, { by, action: 'test' }))
  expect(await onlyAddsToAudit(owned.db)).toBe(false)
  await owned.pool.query('alter table operator_action disable trigger user')
  for (const change of [
    "update operator_action set reason = 'x'",
    'delete from operator_action',
    'truncate operator_action',
  ])
    await expect(owned.pool.query(change), change).rejects.toMatchObject({ code: '42501' })
  expect(await listActions(owned.db, { before: null, limit: 5 })).toMatchObject([{ action: 'test' }])
  await owned.close()
  expect(await onlyAddsToAudit(services.db)).toBe(true)
  // Postgres answers such an order with a warning, and gives nothing.
  await services.pool.query('grant update on operator_action to bridge_services')
  await expect(services.pool.query("update operator_action set reason = 'x'")).rejects.toMatchObject({ code: '42501' })
})

test('several migrations at once leave it so, and none fails', async () => {
  await owner.pool.query('create database at_once owner an_owner')
  const url = new URL(server.url)
  Object.assign(url, { username: 'an_owner', password: 'o', pathname: '/at_once' })
  const applied = await Promise.all(Array.from({ length: 6 }, async () => (await migrate(url.href)).applied))
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
  const one = connect({ url: url.href, applicationName: 'test', poolSize: 1 })
  await expect(one.pool.query('delete from operator_action')).rejects.toMatchObject({ code: '42501' })
  await one.close()
})

test('a table of a later version is theirs too', async () => {
  await owner.pool.query('create table later (n integer)')
  await services.pool.query('insert into later values (1)')
})

test('it is another user than one who could do anything, and has a password', async () => {
  await expect(giveTablesToServices(server.url, server.url)).rejects.toThrow('must name another user than postgres')
  const nameless = new URL(server.url)
  nameless.password = ''
  await expect(giveTablesToServices(server.url, nameless.href)).rejects.toThrow('needs a user and its password')
})
