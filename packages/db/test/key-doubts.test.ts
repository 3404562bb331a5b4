import { createTestDatabase, givenConnection, givenPartner, type TestDatabase, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  beginProbe,
  callsUnderWay,
  claimSync,
  disconnect,
  doubtKey,
  endProbe,
  keysInDoubt,
  liftDoubt,
  markNeedsKey,
  nextToVouch,
  openDoubt,
  openPause,
  recordAttempt,
  renewSync,
  replaceKey,
  requestAccountSync,
  resumeSending,
  stopForVendorKey,
  sweepSyncs,
} from '../src/index.ts'

const CLAIM_MS = 60_000
const open: TestDatabase[] = []
let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  open.push(database)
})
afterAll(() => Promise.all(open.map((each) => each.close())))

async function connected() {
  return givenConnection(database.db, await givenPartner(database.db, { companies: [{ id: 'a' }] }))
}

async function doubted(connectionId: string) {
  const doubt = await doubtKey(database.db, { connectionId, keyVersion: 1, reason: 'Unauthorized' })
  if (!doubt) throw new Error('no doubt was raised')
  return doubt
}

async function connection(id: string) {
  return database.db.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

async function attempted(connectionId: string, answer: { httpStatus: number; reason?: string }) {
  await recordAttempt(database.db, {
    connection_id: connectionId,
    sync_id: null,
    push_id: null,
    call: 'organization',
    worker: 'test',
    started_at: new Date('2026-11-01T06:00:00Z'),
    finished_at: new Date('2026-11-01T06:00:01Z'),
    http_status: answer.httpStatus,
    reason: answer.reason ?? null,
    message: null,
  })
}

describe('while a key is in doubt', () => {
  test('of many who saw it refused one raises the doubt, and a refusal of an older key raises none', async () => {
    const connectionId = await connected()
    expect(await doubtKey(database.db, { connectionId, keyVersion: 0, reason: 'Unauthorized' })).toBeNull()
    const raised = await Promise.all(
      Array.from({ length: 10 }, () => doubtKey(database.db, { connectionId, keyVersion: 1, reason: 'Unauthorized' })),
    )
    expect(raised.filter((doubt) => doubt !== null)).toEqual([{ connectionId, round: 1 }])
  })

  test('no sync of it begins, goes on, or is swept; others do', async () => {
    const [connectionId, other] = [await connected(), await connected()]
    const running = await requestAccountSync(database.db, connectionId)
    const claim = await claimSync(database.db, { syncId: running.id, claimMs: CLAIM_MS })
    if (!claim) throw new Error('not claimed')
    const waiting = await requestAccountSync(database.db, connectionId)
    const others = await requestAccountSync(database.db, other)
    await doubted(connectionId)
    expect(await renewSync(database.db, claim, CLAIM_MS)).toBe(false)
    await sql`update account_sync set status = 'done', claim_token = null where id = ${running.id}`.execute(database.db)
    expect(await claimSync(database.db, { syncId: waiting.id, claimMs: CLAIM_MS })).toBeNull()
    expect(await sweepSyncs(database.db)).toEqual([{ id: others.id, nudge: 1 }])
    expect(await liftDoubt(database.db, { connectionId, round: 1 })).toBe(true)
    expect(await claimSync(database.db, { syncId: waiting.id, claimMs: CLAIM_MS })).not.toBeNull()
  })

  test('it waits for its judge, but not while sending is paused, nor once it is disconnected', async () => {
    const [connectionId, other] = [await connected(), await connected()]
    const doubt = await doubted(connectionId)
    await doubted(other)
    await database.db.transaction().execute((tx) => disconnect(tx, other))
    expect(await keysInDoubt(database.db)).toEqual([doubt])
    expect(await openDoubt(database.db, other)).toBeNull()
    await sql`insert into sending_pause (reason, detail, paused_by) values ('operator', '', 'test')`.execute(
      database.db,
    )
    expect(await keysInDoubt(database.db)).toEqual([])
    expect(await openDoubt(database.db, connectionId)).toBeNull()
  })

  test('a new key ends the doubt, and the verdict on the old one changes nothing', async () => {
    const connectionId = await connected()
    const doubt = await doubted(connectionId)
    const { key_id, key_nonce, key_ciphertext } = await connection(connectionId)
    await replaceKey(database.db, connectionId, {
      organizationId: 'o',
      organizationName: 'O',
      keyHint: 'new!',
      sealedKey: { keyId: key_id as string, nonce: key_nonce as Buffer, ciphertext: key_ciphertext as Buffer },
    })
    const verdict = { connectionId, keyVersion: 1, reason: 'Unauthorized', doubtRound: doubt.round }
    expect(await markNeedsKey(database.db, verdict)).toBeNull()
    expect(await stopForVendorKey(database.db, doubt, { detail: '', by: 'test' })).toBe(false)
    expect(await openPause(database.db)).toBeUndefined()
    expect(await connection(connectionId)).toMatchObject({ status: 'pending', key_in_doubt_since: null })
  })
})

describe('the verdict', () => {
  test('that the partner must paste a new key ends the doubt and the syncs that wait', async () => {
    const connectionId = await connected()
    const sync = await requestAccountSync(database.db, connectionId)
    const doubt = await doubted(connectionId)
    const verdict = { connectionId, keyVersion: 1, reason: 'Unauthorized' }
    expect(await markNeedsKey(database.db, { ...verdict, doubtRound: doubt.round - 1 })).toBeNull()
    expect(await markNeedsKey(database.db, { ...verdict, doubtRound: doubt.round })).toMatchObject({ nudge: 1 })
    expect(await connection(connectionId)).toMatchObject({
      status: 'needs_key',
      needs_key_reason: 'Unauthorized',
      key_in_doubt_since: null,
    })
    const row = await database.db.selectFrom('account_sync').selectAll().where('id', '=', sync.id).executeTakeFirst()
    expect(row).toMatchObject({ status: 'failed', error: 'Unauthorized', finished_at: expect.any(Date) })
  })

  test('that the vendor’s key is refused stops all once, whoever says it, and lifts every doubt', async () => {
    const connections = [await connected(), await connected(), await connected()]
    const doubts = await Promise.all(connections.map(doubted))
    const stops = await Promise.all(
      doubts.map((doubt) => stopForVendorKey(database.db, doubt, { detail: 'look at it', by: 'test' })),
    )
    expect(stops.filter(Boolean)).toHaveLength(1)
    expect(await openPause(database.db)).toMatchObject({ reason: 'vendor_key_refused', detail: 'look at it' })
    await resumeSending(database.db, 'operator')
    expect(await keysInDoubt(database.db)).toEqual([])
    for (const id of connections) expect(await connection(id)).toMatchObject({ status: 'pending' })
    for (const doubt of doubts)
      expect(await stopForVendorKey(database.db, doubt, { detail: '', by: 'test' })).toBe(false)
  })

  test('of a groundless doubt is remembered for some minutes', async () => {
    const connectionId = await connected()
    expect(await liftDoubt(database.db, await doubted(connectionId))).toBe(true)
    await doubted(connectionId)
    expect(await openDoubt(database.db, connectionId)).toMatchObject({ round: 2, again: true })
    await sql`update connection set key_doubt_lifted_at = now() - interval '11 minutes'`.execute(database.db)
    expect(await openDoubt(database.db, connectionId)).toMatchObject({ again: false })
  })
})

describe('who is asked whether the vendor’s key is taken', () => {
  test('is the one whose last success is the most recent, those in doubt last, and never one without a usable key', async () => {
    const [doubtedOne, older, newer, needsKey] = [
      await connected(),
      await connected(),
      await connected(),
      await connected(),
    ]
    await attempted(doubtedOne, { httpStatus: 201 })
    await attempted(newer, { httpStatus: 401, reason: 'partner_key_rejected' })
    await attempted(older, { httpStatus: 404, reason: 'unmapped' })
    await attempted(newer, { httpStatus: 200 })
    await attempted(older, { httpStatus: 500, reason: 'unavailable' })
    await attempted(needsKey, { httpStatus: 200 })
    await doubted(doubtedOne)
    await markNeedsKey(database.db, { connectionId: needsKey, keyVersion: 1, reason: 'Unauthorized' })
    const order: unknown[] = []
    const except: string[] = []
    for (;;) {
      const next = await nextToVouch(database.db, { except, sinceAttemptId: '3' })
      if (!next) break
      order.push([next.connectionId, next.suspect, next.succeededSince])
      except.push(next.connectionId)
    }
    expect(order).toEqual([
      [newer, false, true],
      [older, false, false],
      [doubtedOne, true, false],
    ])
  })
})

describe('a probe', () => {
  test('may be had while the key is in doubt, not while sending is paused, and never after a disconnect', async () => {
    const connectionId = await connected()
    await doubted(connectionId)
    const probe = await beginProbe(database.db, { connectionId, claimMs: CLAIM_MS })
    expect(probe).toMatchObject({ connectionId, keyVersion: 1, sealedKey: { keyId: 'test' } })
    if (probe) await endProbe(database.db, probe)
    await sql`insert into sending_pause (reason, detail, paused_by) values ('operator', '', 'test')`.execute(
      database.db,
    )
    expect(await beginProbe(database.db, { connectionId, claimMs: CLAIM_MS })).toBeNull()
    await resumeSending(database.db, 'test')
    await database.db.transaction().execute((tx) => disconnect(tx, connectionId))
    expect(await beginProbe(database.db, { connectionId, claimMs: CLAIM_MS })).toBeNull()
  })

  test('is a call under way until it ends or runs out', async () => {
    const connectionId = await connected()
    const probe = await beginProbe(database.db, { connectionId, claimMs: CLAIM_MS })
    expect(await callsUnderWay(database.db, connectionId)).toBe(1)
    if (probe) await endProbe(database.db, probe)
    expect(await callsUnderWay(database.db, connectionId)).toBe(0)
    await beginProbe(database.db, { connectionId, claimMs: -1 })
    expect(await callsUnderWay(database.db, connectionId)).toBe(0)
  })

  test('that meets a disconnect waits for it and is not begun', async () => {
    const connectionId = await connected()
    let begun: Promise<unknown> | undefined
    await database.db.transaction().execute(async (tx) => {
      await disconnect(tx, connectionId)
      begun = beginProbe(database.db, { connectionId, claimMs: CLAIM_MS })
      await waitFor(async () => {
        const { rows } = await sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          database.db,
        )
        return rows.length > 0
      })
    })
    expect(await begun).toBeNull()
  })
})
