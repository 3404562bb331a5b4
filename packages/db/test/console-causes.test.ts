import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const ledger = useTestLedger()
const { connectedPartner, runFor, pushOf, mustClaim, settle } = ledger
const FAILED_AT = new Date('2026-11-01T06:00:00Z')

async function sent(result: Parameters<typeof settle>[1], more: Parameters<typeof settle>[2]) {
  const { partnerId } = await connectedPartner([{ id: `c-${Math.random()}`, usage: { [PERIOD]: 5 } }])
  await runFor(partnerId)
  const { company_id: companyId } = await ledger
    .db()
    .selectFrom('push')
    .select('company_id')
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()
  const push = await pushOf(partnerId, companyId)
  await settle(await mustClaim(push.id), result, { finishedAt: FAILED_AT, ...more })
  return { partnerId, companyId, read: () => pushOf(partnerId, companyId) }
}

const unmapped = (message: string) => ({ reason: 'unmapped', httpStatus: 404, message }) as const

test('calls that failed for the same have one cause, whatever ids stood in the words; it is kept with a name', async () => {
  const pushes = await Promise.all(
    ['1', 'acme', 'c.17'].map((id) => sent('unmapped', unmapped(`No account map found with id: ${id}`))),
  )
  const rows = await Promise.all(pushes.map((push) => push.read()))
  const causes = new Set(rows.map((row) => row.cause_id))
  expect(causes.size).toBe(1)
  expect(rows.map((row) => row.failed_at)).toEqual([FAILED_AT, FAILED_AT, FAILED_AT])
  const { rows: named } = await sql`select reason, message from failure_cause where id = ${[...causes][0]}`.execute(
    ledger.db(),
  )
  expect(named).toEqual([{ reason: 'unmapped', message: 'No account map found with id: …' }])
})

test('a count that Gradient takes has no cause any more', async () => {
  const push = await sent('retry', { reason: 'timeout', message: 'No answer', httpStatus: null })
  expect(await push.read()).toMatchObject({ outcome: 'waiting', cause_id: expect.stringMatching(/^[0-9a-f]{16}$/) })
  await settle(await mustClaim((await push.read()).id), 'accepted')
  expect(await push.read()).toMatchObject({ outcome: 'accepted', cause_id: null, failed_at: null })
})

test('nor has one that stays accepted because only its last call, which rebuilds the view, could not be made', async () => {
  const push = await sent('accepted', {})
  await sql`update push set outcome = 'waiting', rebuild = true where id = ${(await push.read()).id}`.execute(
    ledger.db(),
  )
  await settle(await mustClaim((await push.read()).id), 'spent', {
    reason: 'unavailable',
    message: 'Gradient is down',
    httpStatus: 503,
  })
  expect(await push.read()).toMatchObject({
    outcome: 'accepted',
    last_reason: 'unavailable',
    cause_id: null,
    failed_at: null,
  })
})

test('a call that never began names nothing', async () => {
  const push = await sent('postponed', { called: false, message: 'not sent: its claim ran out', httpStatus: null })
  expect(await push.read()).toMatchObject({ outcome: 'waiting', cause_id: null })
})

test('two that are the first of their cause at once do not stand in each other’s way', async () => {
  const reason = { reason: 'unexpected', httpStatus: 418, message: 'Gradient answered 418 and brewed' } as const
  const rows = await Promise.all(Array.from({ length: 8 }, async () => (await sent('spent', reason)).read()))
  expect(new Set(rows.map((row) => row.outcome))).toEqual(new Set(['failed']))
  expect(new Set(rows.map((row) => row.cause_id)).size).toBe(1)
})
