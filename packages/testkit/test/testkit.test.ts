import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createFakeClock,
  createTestDatabase,
  createTestRedis,
  startThrowawayPostgres,
  startThrowawayRedis,
  type TestDatabase,
  type TestRedis,
  waitFor,
} from '../src/index.ts'

let first: TestDatabase
let redis: TestRedis

beforeAll(async () => {
  first = await createTestDatabase()
  redis = createTestRedis()
})
afterAll(async () => {
  await first.close()
  await redis.close()
})

describe('a test database', () => {
  it('is migrated and empty, and no other file sees what is written to it', async () => {
    const second = await createTestDatabase()
    try {
      await sql`create table only_here (id int)`.execute(first.db)
      const tables = await second.pool.query(
        "select table_name from information_schema.tables where table_schema = 'public'",
      )
      const names = tables.rows.map((row: { table_name: string }) => row.table_name)
      expect(names).toContain('partner')
      expect(names).not.toContain('only_here')
    } finally {
      await second.close()
    }
  })

  it('is gone after close', async () => {
    const second = await createTestDatabase()
    await second.close()
    await expect(new pg.Client({ connectionString: second.url }).connect()).rejects.toThrow(/does not exist/)
  })
})

describe('a test Redis', () => {
  it('removes its own keys on close and leaves those of others', async () => {
    const other = createTestRedis()
    await redis.redis.set(`${redis.prefix}:mine`, '1')
    await other.redis.set(`${other.prefix}:theirs`, '1')
    await other.close()
    expect(await redis.redis.get(`${redis.prefix}:mine`)).toBe('1')
    expect(await redis.redis.exists(`${other.prefix}:theirs`)).toBe(0)
  })

  it('keeps what BullMQ needs: append-only file, no eviction', async () => {
    expect(await redis.redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes'])
    expect(await redis.redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction'])
  })
})

describe('a throwaway server', () => {
  it('Postgres keeps what is committed over kill -9 and comes back on the same address', async () => {
    const server = await startThrowawayPostgres()
    try {
      const before = new pg.Client({ connectionString: server.url })
      before.on('error', () => undefined)
      await before.connect()
      await before.query('create table kept (id int); insert into kept values (17)')
      await server.kill()
      await server.restart()
      const after = new pg.Client({ connectionString: server.url })
      await after.connect()
      expect((await after.query('select id from kept')).rows).toEqual([{ id: 17 }])
      await after.end()
    } finally {
      await server.close()
    }
  })

  it('Redis keeps what is a second old over kill -9 and comes back on the same address', async () => {
    const server = await startThrowawayRedis()
    const redis = new Redis(server.url, { maxRetriesPerRequest: null })
    redis.on('error', () => undefined)
    try {
      await redis.set('kept', '17')
      await waitFor(async () => (await redis.info('persistence')).includes('aof_pending_bio_fsync:0'))
      await server.kill()
      await server.restart()
      expect(await redis.get('kept')).toBe('17')
    } finally {
      redis.disconnect()
      await server.close()
    }
  })
})

describe('the small tools', () => {
  it('waitFor returns what the condition found, and says what it waited for when the time is up', async () => {
    let calls = 0
    expect(await waitFor(() => ++calls > 2 && calls)).toBe(3)
    await expect(waitFor(() => false, { timeoutMs: 50, what: 'the impossible' })).rejects.toThrow('the impossible')
    await expect(
      waitFor(
        () => {
          throw new Error('still broken')
        },
        { timeoutMs: 50 },
      ),
    ).rejects.toThrow('still broken')
  })

  it('a fake clock stands still until it is moved', async () => {
    const clock = createFakeClock('2026-11-01T01:00:00-04:00')
    await delay(5)
    expect(clock.now().toISOString()).toBe('2026-11-01T05:00:00.000Z')
    clock.advanceMs(60_000)
    expect(clock.now().toISOString()).toBe('2026-11-01T05:01:00.000Z')
  })
})
