import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  accountProgressProblem,
  alarmOverdueRuns,
  beginProbe,
  billingProgressProblem,
  claimDue,
  claimSync,
  doubtKey,
  duePushes,
  endProbe,
  isPaused,
  keysInDoubt,
  liftPause,
  listBillingRows,
  listOpenPauses,
  nextToVouch,
  openDoubt,
  openNewPause,
  openPause,
  type PauseScope,
  pauseSending,
  renewSync,
  requestAccountSync,
  resumeSending,
  sweepSyncs,
} from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const ledger = useTestLedger()
const { db, connectedPartner, runFor, pushOf, claim } = ledger
const companies = [{ id: 'a', usage: { [PERIOD]: 5 } }]
let one: { partnerId: string; connectionId: string }
let other: { partnerId: string; connectionId: string }

beforeEach(async () => {
  await sql`update sending_pause set resumed_at = now() where resumed_at is null`.execute(db())
  await sql`update push set outcome = 'superseded' where outcome = 'waiting'`.execute(db())
  await sql`update connection set key_in_doubt_since = null`.execute(db())
  await sql`delete from account_sync`.execute(db())
  one = await connectedPartner(companies)
  other = await connectedPartner(companies)
  await runFor(one.partnerId)
  await runFor(other.partnerId)
})

const stop = (scope: PauseScope, reason = 'operator') =>
  openNewPause(db(), { scope, reason, detail: 'why', by: 'test' })
const isClaimed = async (partnerId: string) => (await claim((await pushOf(partnerId, 'a')).id)) !== null
const overdue = () => sql`update push set due_at = now() - interval '1 minute' where outcome = 'waiting'`.execute(db())

describe('what a stop of each scope holds', () => {
  test.each<[string, PauseScope | 'one', { counts: boolean; syncs: boolean; probes: boolean }]>([
    ['everything', 'all', { counts: true, syncs: true, probes: true }],
    ['accounts alone', 'accounts', { counts: false, syncs: true, probes: false }],
    ['counts alone', 'billing', { counts: true, syncs: false, probes: false }],
    ['one partner', 'one', { counts: true, syncs: true, probes: true }],
  ])('%s', async (_name, given, held) => {
    await stop(given === 'one' ? { partnerId: one.partnerId } : given)
    const othersAreHeld = given !== 'one'
    const due = async () => (await duePushes(db(), { limit: 10 })).map((push) => push.connectionId)
    expect((await due()).includes(one.connectionId)).toBe(!held.counts)
    expect((await due()).includes(other.connectionId)).toBe(!(held.counts && othersAreHeld))
    await overdue()
    const found = await claimDue(db(), { limit: 10, worker: 'test', claimMs: 60_000, exceptConnections: [] })
    const holders = found.map((taken) => taken.connectionId)
    expect(holders.includes(one.connectionId)).toBe(!held.counts)
    expect(holders.includes(other.connectionId)).toBe(!(held.counts && othersAreHeld))
    for (const [partner, isHeld] of [
      [one, held.syncs],
      [other, held.syncs && othersAreHeld],
    ] as const) {
      const sync = await requestAccountSync(db(), partner.connectionId)
      expect((await sweepSyncs(db())).some(({ id }) => id === sync.id)).toBe(!isHeld)
      expect((await claimSync(db(), { syncId: sync.id, claimMs: 60_000 })) === null).toBe(isHeld)
    }
    for (const [partner, isHeld] of [
      [one, held.probes],
      [other, held.probes && othersAreHeld],
    ] as const) {
      const probe = await beginProbe(db(), { connectionId: partner.connectionId, claimMs: 60_000 })
      expect(probe === null).toBe(isHeld)
      if (probe) await endProbe(db(), probe)
      expect(await isPaused(db(), { partnerId: partner.partnerId, calls: 'any' })).toBe(isHeld)
    }
  })

  test('a claim by its job is held too, and goes on once the last stop that holds it is lifted', async () => {
    const stops = [await stop({ partnerId: one.partnerId }), await stop('billing')]
    expect(await isClaimed(one.partnerId)).toBe(false)
    for (const made of stops) {
      expect(await isClaimed(one.partnerId)).toBe(false)
      expect(await liftPause(db(), { id: made?.id ?? '', by: 'anna', reason: 'looked' })).toMatchObject({
        resumedBy: 'anna',
        resumeReason: 'looked',
      })
    }
    expect(await isClaimed(one.partnerId)).toBe(true)
    expect(await liftPause(db(), { id: stops[0]?.id ?? '', by: 'anna', reason: 'again' })).toBeNull()
  })

  test('a sync under way makes no further call', async () => {
    const sync = await requestAccountSync(db(), one.connectionId)
    const running = await claimSync(db(), { syncId: sync.id, claimMs: 60_000 })
    if (!running) throw new Error('not claimed')
    const made = await stop({ partnerId: one.partnerId })
    expect(await renewSync(db(), running, 60_000)).toBe(false)
    await liftPause(db(), { id: made?.id ?? '', by: 'test', reason: 'test' })
    expect(await renewSync(db(), running, 60_000)).toBe(true)
  })

  test('a doubted key of a stopped partner is not judged, and a stopped partner is not asked about another’s', async () => {
    await doubtKey(db(), { connectionId: one.connectionId, keyVersion: 1, reason: 'Unauthorized' })
    await sql`update connection set status = 'needs_key' where id not in (${one.connectionId}, ${other.connectionId}) and status = 'pending'`.execute(
      db(),
    )
    await stop({ partnerId: other.partnerId })
    expect(await nextToVouch(db(), { except: [one.connectionId], sinceAttemptId: '0' })).toBeNull()
    expect((await keysInDoubt(db())).map((doubt) => doubt.connectionId)).toEqual([one.connectionId])
    await stop({ partnerId: one.partnerId })
    expect(await keysInDoubt(db())).toEqual([])
    expect(await openDoubt(db(), one.connectionId)).toBeNull()
  })

  test('what a stop holds is shown as waiting for it, of that partner alone', async () => {
    await stop({ partnerId: one.partnerId })
    const reasonOf = async (partnerId: string) =>
      (await listBillingRows(db(), { period: PERIOD, partnerId, after: null, limit: 1 }))[0]?.waitingReason
    expect([await reasonOf(one.partnerId), await reasonOf(other.partnerId)]).toEqual(['sending_paused', null])
    await stop('accounts')
    expect(await reasonOf(other.partnerId)).toBeNull()
    await stop('billing')
    expect(await reasonOf(other.partnerId)).toBe('sending_paused')
  })

  test('a fleet that is stopped is not stuck; with one partner stopped, the others’ work tells', async () => {
    const waiting = await requestAccountSync(db(), one.connectionId)
    await sql`update account_sync set due_at = now() - interval '1 minute' where id = ${waiting.id}`.execute(db())
    await sql`update push set outcome = 'superseded' where partner_id = ${other.partnerId}`.execute(db())
    await overdue()
    expect(await billingProgressProblem(db())).toMatch(/Counts have been due/)
    expect(await accountProgressProblem(db())).toMatch(/Accounts have been due/)
    const made = await stop({ partnerId: one.partnerId })
    expect(await billingProgressProblem(db())).toBeUndefined()
    expect(await accountProgressProblem(db())).toBeUndefined()
    await liftPause(db(), { id: made?.id ?? '', by: 'test', reason: 'test' })
    await stop('accounts')
    expect(await billingProgressProblem(db())).toMatch(/Counts have been due/)
    expect(await accountProgressProblem(db())).toBeUndefined()
  })
})

describe('several at once', () => {
  test('a 403 while an operator holds everything is a stop of its own, and is not lifted with the operator’s', async () => {
    const mine = await stop('all')
    expect(await pauseSending(db(), { reason: 'anomaly', detail: 'Forbidden', by: 'worker' })).toBe(true)
    expect(await openPause(db())).toMatchObject({ reason: 'anomaly' })
    await liftPause(db(), { id: mine?.id ?? '', by: 'anna', reason: 'done' })
    expect(await isClaimed(one.partnerId)).toBe(false)
    expect(await resumeSending(db(), 'anna')).toBe(true)
    expect(await isClaimed(one.partnerId)).toBe(true)
  })

  test('the same stop twice is one; resuming everything leaves those of a part', async () => {
    for (const scope of ['all', 'billing', { partnerId: one.partnerId }, { partnerId: other.partnerId }] as const) {
      expect(await stop(scope)).not.toBeNull()
      expect(await stop(scope)).toBeNull()
    }
    expect((await listOpenPauses(db())).map(({ scope }) => scope)).toEqual([
      'all',
      'billing',
      { partnerId: one.partnerId },
      { partnerId: other.partnerId },
    ])
    await resumeSending(db(), 'test')
    expect(await openPause(db())).toBeUndefined()
    expect(await listOpenPauses(db())).toHaveLength(3)
  })

  test('a late run says whether sending is stopped for everybody', async () => {
    await sql`update billing_run set kind = 'scheduled', deadline_at = now() where partner_id = ${one.partnerId}`.execute(
      db(),
    )
    await stop('accounts')
    await stop({ partnerId: one.partnerId })
    expect(await alarmOverdueRuns(db(), new Date('2100-01-02'))).toMatchObject([{ sendingPaused: false }])
    await sql`update billing_run set alarmed_at = null`.execute(db())
    await stop('billing')
    expect(await alarmOverdueRuns(db(), new Date('2100-01-02'))).toMatchObject([{ sendingPaused: true }])
  })
})
