import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@bridge/testkit'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  chooseReachable,
  findRedisProgram,
  type Guard,
  identify,
  isRunning,
  startGuard,
  startPostgres,
} from '../src/index.ts'

let home: string
let guard: Guard

beforeEach(() => {
  home = mkdtempSync(join(chooseReachable([tmpdir(), '/var/tmp']), 'gradient-bridge-servers-'))
  chmodSync(home, 0o755)
  guard = startGuard()
})
afterEach(() => {
  guard.close()
  rmSync(home, { recursive: true, force: true })
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('our own Postgres', () => {
  it('starts on what a killed start left: half-made data, and a pid file whose number now belongs to another program', async () => {
    mkdirSync(join(home, 'data.partial'))
    writeFileSync(join(home, 'data.partial', 'half'), 'made')
    const options = { home, durable: true, guard, logFile: join(home, 'log') }
    const first = await startPostgres(options)
    await query(first.url, 'create table kept (id int)')
    await first.stop()
    const lines = [process.pid, join(home, 'data'), 1, 5432, '', '127.0.0.1', '', 'ready']
    writeFileSync(join(home, 'data', 'postmaster.pid'), `${lines.join('\n')}\n`)
    const second = await startPostgres(options)
    expect(await query(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }])
    await second.stop()
    expect(isRunning(identify(second.child.pid))).toBe(false)
  })

  it('lets nobody in without its password, which costs one round of hashing, and syncs what it says yes to', async () => {
    const server = await startPostgres({ home, durable: true, guard, logFile: join(home, 'log') })
    const stranger = new URL(server.url)
    stranger.password = 'guessed'
    await expect(query(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/)
    expect(await query(server.url, "select current_setting('fsync') as fsync")).toEqual([{ fsync: 'on' }])
    const rounds = "select rolpassword like 'SCRAM-SHA-256$1:%' as one from pg_authid where rolname = 'postgres'"
    expect(await query(server.url, rounds)).toEqual([{ one: true }])
    await server.stop()
  })
})

describe('the search for Redis', () => {
  it('takes valkey-server where the PATH has no redis-server', async () => {
    const before = process.env['PATH']
    try {
      process.env['PATH'] = home
      writeFileSync(join(home, 'valkey-server'), '#!/bin/sh\n', { mode: 0o755 })
      expect((await findRedisProgram(() => undefined)).command).toBe(join(home, 'valkey-server'))
      writeFileSync(join(home, 'redis-server'), '#!/bin/sh\n', { mode: 0o755 })
      expect((await findRedisProgram(() => undefined)).command).toBe(join(home, 'redis-server'))
    } finally {
      process.env['PATH'] = before
    }
  })
})

describe('the guard', () => {
  it('stops what it watches and removes what it was given, once we are gone', async () => {
    const left = join(home, 'left')
    mkdirSync(left)
    const forgotten = spawn('sleep', ['60'])
    const watched = spawn('sleep', ['60'])
    await Promise.all([once(forgotten, 'spawn'), once(watched, 'spawn')])
    for (const { pid = 0 } of [forgotten, watched]) {
      guard.tell({ kind: 'watch', process: identify(pid), signal: 'SIGTERM', rank: 0 })
    }
    guard.tell({ kind: 'forget', pid: forgotten.pid ?? 0 })
    guard.tell({ kind: 'remove', directory: left })
    guard.close()
    await waitFor(() => watched.signalCode === 'SIGTERM' && !existsSync(left))
    expect(forgotten.signalCode).toBeNull()
    forgotten.kill()
  })
})

describe('a process', () => {
  it('is recognised by more than its number', async () => {
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    const identity = identify(child.pid ?? 0)
    expect(isRunning(identity)).toBe(true)
    if (process.platform === 'linux') expect(isRunning({ ...identity, startedAtTicks: '1' })).toBe(false)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isRunning(identity)).toBe(false)
  })
})
