import { createTestDatabase, startThrowawayPostgres, type TestDatabase } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, recordAction } from '../src/audit.ts'
import { type Connected, connect, type Db } from '../src/connect.ts'
import { migrate } from '../src/migrate.ts'
import { onlyAddsToAudit, SERVICE_ROLE } from '../src/service-role.ts'

const by: Actor = { operatorId: null, name: 'ada', address: null, via: 'shell' }
const record = (db: Db) => db.transaction().execute((tx) => recordAction(tx, { by, action: 'test' }))
const userOf = async (db: Db) => (await sql<{ user: string }>`select current_user as user`.execute(db)).rows[0]?.user
const CHANGES = [
  "update operator_action set reason = 'x'",
  'delete from operator_action',
  'truncate operator_action',
  'alter table operator_action disable trigger all',
  'drop table operator_action',
]

describe('what the services connect as', () => {
  let database: TestDatabase
  let service: Connected
  beforeAll(async () => {
    database = await createTestDatabase()
    service = connect({ url: database.url, applicationName: 'test', poolSize: 2 })
    await record(service.db)
  })
  afterAll(async () => {
    await service.close()
    await database.close()
  })

  test('may only read what operators did and add to it, and that not because of the trigger', async () => {
    expect(await userOf(service.db)).toBe(SERVICE_ROLE)
    expect(await onlyAddsToAudit(service.db)).toBe(true)
    await database.pool.query('alter table operator_action disable trigger operator_action_append_only')
    for (const change of CHANGES) {
      await expect(service.pool.query(change), change).rejects.toMatchObject({ code: '42501' })
    }
    await record(service.db)
    const { rows } = await service.pool.query('select count(*)::integer as actions from operator_action')
    expect(rows).toEqual([{ actions: 2 }])
  })

  test('may read and write every other table, and owns none', async () => {
    const { rows } = await database.pool.query(`
      select relname as name,
        has_table_privilege('${SERVICE_ROLE}', oid, 'select') and has_table_privilege('${SERVICE_ROLE}', oid, 'insert') as adds,
        has_table_privilege('${SERVICE_ROLE}', oid, 'update') and has_table_privilege('${SERVICE_ROLE}', oid, 'delete') as changes,
        has_table_privilege('${SERVICE_ROLE}', oid, 'truncate') as empties
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`)
    expect(rows.length).toBeGreaterThan(25)
    for (const { name, ...rights } of rows) {
      const isOurs = !name.startsWith('kysely_')
      expect(rights, name).toEqual({ adds: isOurs, changes: isOurs && name !== 'operator_action', empties: false })
    }
  })

  test('may have tables for the time of a transaction, as an import needs', async () => {
    await service.db.transaction().execute(async (tx) => {
      await sql`create temporary table slice (n integer) on commit drop`.execute(tx)
      await sql`insert into slice values (1)`.execute(tx)
      await sql`truncate slice`.execute(tx)
      await sql`analyze slice`.execute(tx)
    })
  })

  test('is the database’s user itself where a table has come that the role was not given: nothing fails for it', async () => {
    await database.pool.query('create table newer (n integer)')
    const other = connect({ url: database.url, applicationName: 'test', poolSize: 1 })
    expect(await userOf(other.db)).toBe('postgres')
    await other.pool.query('select n from newer')
    await other.close()
    await migrate(database.url)
    const again = connect({ url: database.url, applicationName: 'test', poolSize: 1 })
    expect(await userOf(again.db)).toBe(SERVICE_ROLE)
    await again.pool.query('insert into newer values (1)')
    await again.close()
  })
})

describe('on a server that is managed by others', () => {
  let server: Awaited<ReturnType<typeof startThrowawayPostgres>>
  let admin: Connected
  beforeAll(async () => {
    server = await startThrowawayPostgres()
    admin = connect({ url: server.url, applicationName: 'admin', poolSize: 1, asOwner: true })
  })
  afterAll(async () => {
    await admin.close()
    await server.close()
  })

  /** A database of a user of its own, migrated by that user. */
  async function databaseOf(user: string, attributes: string): Promise<string> {
    await admin.pool.query(`create user ${user} ${attributes} password 'p'`)
    await admin.pool.query(`create database ${user} owner ${user}`)
    const url = new URL(server.url)
    Object.assign(url, { username: user, password: 'p', pathname: `/${user}` })
    await migrate(url.href)
    return url.href
  }

  test('a user who may not make roles goes on as itself, and the trigger alone holds the audit', async () => {
    const url = await databaseOf('plain', 'nosuperuser nocreaterole')
    const service = connect({ url, applicationName: 'test', poolSize: 1 })
    expect(await userOf(service.db)).toBe('plain')
    expect(await onlyAddsToAudit(service.db)).toBe(false)
    await record(service.db)
    for (const change of CHANGES.slice(0, 3)) {
      await expect(service.pool.query(change), change).rejects.toThrow(/only ever added to/)
    }
    await service.close()
  })

  test('a user who may make roles gets the role without being anybody’s superuser', async () => {
    const url = await databaseOf('maker', 'nosuperuser createrole')
    const service = connect({ url, applicationName: 'test', poolSize: 1 })
    expect(await userOf(service.db)).toBe(SERVICE_ROLE)
    await record(service.db)
    await expect(service.pool.query('delete from operator_action')).rejects.toMatchObject({ code: '42501' })
    await service.close()
  })

  test('services with a user of their own, who only has the role, can do nothing more by taking it off', async () => {
    const url = new URL(await databaseOf('owner', 'superuser'))
    await admin.pool.query(`create user app password 'p' in role ${SERVICE_ROLE}`)
    url.username = 'app'
    const service = connect({ url: url.href, applicationName: 'test', poolSize: 1 })
    expect(await userOf(service.db)).toBe(SERVICE_ROLE)
    await record(service.db)
    await service.pool.query('reset role')
    for (const change of CHANGES) {
      await expect(service.pool.query(change), change).rejects.toMatchObject({ code: '42501' })
    }
    await service.close()
  })

  test('a user whom somebody gave the role wears it from the next migration on', async () => {
    const url = await databaseOf('given', 'nosuperuser nocreaterole')
    await admin.pool.query(`grant ${SERVICE_ROLE} to given`)
    const before = connect({ url, applicationName: 'test', poolSize: 1 })
    expect(await userOf(before.db)).toBe('given')
    await before.close()
    await Promise.all([migrate(url), migrate(url), migrate(url)])
    const after = connect({ url, applicationName: 'test', poolSize: 1 })
    expect(await userOf(after.db)).toBe(SERVICE_ROLE)
    await record(after.db)
    await after.close()
  })
})
