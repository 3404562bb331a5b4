import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import {
  beginSweep,
  listOpenPauses,
  markNeedsKey,
  pauseByOperator,
  pauseSending,
  resumeByOperator,
  runByOperator,
  sweepByOperator,
  sweepIsAsked,
  syncByOperator,
} from '../src/index.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

const { db, connectedPartner } = useTestLedger()
const by = { operatorId: null, name: 'anna', address: '10.0.0.7', via: 'console' } as const
let since = '0'
let partnerId: string
let connectionId: string

beforeEach(async () => {
  await sql`update sending_pause set resumed_at = now() where resumed_at is null`.execute(db())
  const partner = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 1 } }])
  partnerId = partner.partnerId
  connectionId = partner.connectionId
  const { rows } = await sql<{ last: string }>`select coalesce(max(id), 0)::text as last from operator_action`.execute(
    db(),
  )
  since = rows[0]?.last ?? '0'
})

async function recorded() {
  const { rows } = await sql<{ action: string; reason: string; on_rows: unknown; before: unknown; after: unknown }>`
    select action, reason, on_rows, before, after from operator_action where id > ${since} order by id`.execute(db())
  return rows
}

test('a stop and its end are recorded with why, on what, before and after', async () => {
  const made = await pauseByOperator(db(), { by, scope: { partnerId }, reason: 'they asked' })
  if ('refused' in made) throw new Error(made.refused)
  expect(made).toMatchObject({
    made: true,
    pause: { scope: { partnerId }, reason: 'operator', detail: 'they asked', pausedBy: 'anna' },
  })
  const { id } = made.pause
  expect(await pauseByOperator(db(), { by, scope: { partnerId }, reason: 'again' })).toMatchObject({
    made: false,
    pause: { id, detail: 'they asked' },
  })
  expect(await resumeByOperator(db(), { by, id, reason: 'done' })).toMatchObject({
    resumedBy: 'anna',
    resumeReason: 'done',
  })
  expect(await resumeByOperator(db(), { by, id, reason: 'again' })).toBeNull()
  expect(await recorded()).toMatchObject([
    {
      action: 'sending.pause',
      reason: 'they asked',
      on_rows: { pauseId: id, partnerId },
      before: { open: [] },
      after: { scope: { partnerId } },
    },
    {
      action: 'sending.resume',
      reason: 'done',
      on_rows: { pauseId: id, partnerId },
      before: { detail: 'they asked', pausedBy: 'anna' },
    },
  ])
})

test('the stop after a 403 is lifted by the same lever, and says whose it was', async () => {
  await pauseSending(db(), { reason: 'anomaly', detail: 'Forbidden', by: 'billing-worker@a:1' })
  const [stop] = await listOpenPauses(db())
  await resumeByOperator(db(), { by, id: stop?.id ?? '', reason: 'Gradient says it was theirs' })
  expect(await listOpenPauses(db())).toEqual([])
  expect(await recorded()).toMatchObject([{ before: { reason: 'anomaly', pausedBy: 'billing-worker@a:1' } }])
})

test('a run is ordered once, and planned by a sweep that is asked for with it', async () => {
  await beginSweep(db(), 60_000)
  expect(await sweepIsAsked(db())).toBe(false)
  const order = { by, reason: 'late counts', period: PERIOD, partnerId, deadlineAt: LATER, now: LATER }
  const first = await runByOperator(db(), order)
  expect(first).toMatchObject({ created: true })
  expect(await runByOperator(db(), order)).toMatchObject({ created: false, id: 'id' in first ? first.id : '' })
  expect(await sweepIsAsked(db())).toBe(true)
  expect((await recorded()).map(({ action, after }) => [action, after])).toEqual([
    ['run.order', { period: PERIOD, created: true }],
    ['run.order', { period: PERIOD, created: false }],
  ])
})

test('accounts of a partner are synced; a sweep is asked for', async () => {
  await sql`update account set due = false, state = 'failed' where connection_id = ${connectionId}`.execute(db())
  const sync = await syncByOperator(db(), { by, reason: 'support', partnerId })
  expect(sync).toMatchObject({ nudge: 1 })
  const { rows } = await sql`select due from account where connection_id = ${connectionId}`.execute(db())
  expect(rows).toEqual([{ due: true }])
  await sweepByOperator(db(), { by, reason: 'cannot wait' })
  expect(await recorded()).toMatchObject([
    { action: 'accounts.sync', on_rows: { partnerId, syncId: 'id' in sync ? sync.id : '' } },
    { action: 'sweep.order', reason: 'cannot wait' },
  ])
})

test('an order that cannot be carried out says why, and records nothing', async () => {
  const run = { by, reason: 'why', period: PERIOD, deadlineAt: LATER, now: LATER }
  await sql`insert into partner (id, name) values ('lonely', 'Lonely') on conflict do nothing`.execute(db())
  expect(await pauseByOperator(db(), { by, scope: { partnerId: 'nobody' }, reason: 'why' })).toEqual({
    refused: 'partner_not_found',
  })
  expect(await resumeByOperator(db(), { by, id: '999999', reason: 'why' })).toBeNull()
  expect(await runByOperator(db(), { ...run, partnerId: 'nobody' })).toEqual({ refused: 'partner_not_found' })
  expect(await runByOperator(db(), { ...run, partnerId: 'lonely' })).toEqual({ refused: 'not_connected' })
  expect(await syncByOperator(db(), { by, reason: 'why', partnerId: 'nobody' })).toEqual({
    refused: 'partner_not_found',
  })
  expect(await syncByOperator(db(), { by, reason: 'why', partnerId: 'lonely' })).toEqual({ refused: 'not_connected' })
  await markNeedsKey(db(), { connectionId, keyVersion: 1, reason: 'Unauthorized' })
  expect(await syncByOperator(db(), { by, reason: 'why', partnerId })).toEqual({ refused: 'needs_key' })
  expect(await recorded()).toEqual([])
})
