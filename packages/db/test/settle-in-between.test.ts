import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import { expect, test } from 'vitest'
import { connect, settleAccepted, settlePush } from '../src/index.ts'
import { acceptedBy } from './accepted-by.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

// What commits after a group's statement has begun to look, and before it has its locks: the moment is held open by an advisory lock in the statement.
const { blocked, connectedPartner, db, mustClaim, pushOf, report, runFor, url } = useTestLedger()
const GATE = 4711
const BEGINS = 'from said s cross join lateral'
const HELD = `from (select said.*, pg_advisory_xact_lock(${GATE}) from said) s cross join lateral`

async function settledWhile(meanwhile: (given: { partnerId: string; pushId: string }) => Promise<unknown>) {
  const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 4 } }])
  await runFor(partnerId)
  await sql`update connection set status = 'active' where id = ${connectionId}`.execute(db())
  await sql`update partner_run set rebuild_due = true where connection_id = ${connectionId}`.execute(db())
  const push = await pushOf(partnerId, 'a')
  const settlement = acceptedBy(await mustClaim(push.id))
  const held = connect({ url: url(), applicationName: 'held', poolSize: 1, looksUpByKey: true })
  let wasHeld = false
  held.pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (statement: unknown, values?: unknown) => unknown
    const heldQuery = (statement: { text?: string }, values?: unknown) => {
      if (!statement.text?.includes(BEGINS)) return query(statement, values)
      wasHeld = true
      return query({ ...statement, text: statement.text.replace(BEGINS, HELD) }, values)
    }
    Object.assign(client, { query: heldQuery })
  })
  try {
    const settling = await db()
      .connection()
      .execute(async (gate) => {
        await sql`select pg_advisory_lock(${GATE}::bigint)`.execute(gate)
        const ended = settleAccepted(held.db, [settlement])
        await blocked(1)
        await meanwhile({ partnerId, pushId: push.id })
        await sql`select pg_advisory_unlock(${GATE}::bigint)`.execute(gate)
        return ended
      })
    expect(wasHeld).toBe(true)
    return { settled: settling.get(push.id), settlement, outcome: () => pushOf(partnerId, 'a') }
  } finally {
    await held.close()
  }
}

test('nothing: the count is settled', async () => {
  const { settled, outcome } = await settledWhile(async () => undefined)
  expect(settled).toMatchObject({ fenced: false, outcome: 'accepted' })
  expect(await outcome()).toMatchObject({ outcome: 'accepted', unit_count: 4 })
})

test('a correction: the count is left to be settled alone, and waits with the new number', async () => {
  const { settled, settlement, outcome } = await settledWhile(({ partnerId }) => report(partnerId, 'a', 5))
  expect(settled).toBeUndefined()
  expect(await outcome()).toMatchObject({ outcome: 'sending' })
  expect(await settlePush(db(), settlement)).toMatchObject({ fenced: false, outcome: 'waiting' })
})

test('a claim that ran out and was taken over: the answer decides nothing', async () => {
  const { settled, settlement, outcome } = await settledWhile(async ({ pushId }) => {
    await sql`update push set claim_token = gen_random_uuid() where id = ${pushId}`.execute(db())
  })
  expect(settled).toBeUndefined()
  expect(await settlePush(db(), settlement)).toMatchObject({ fenced: true })
  expect(await outcome()).toMatchObject({ outcome: 'sending' })
})
