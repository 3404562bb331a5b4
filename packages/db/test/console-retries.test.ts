import { shiftPeriod } from '@bridge/domain'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { disconnect, getRetry, markNeedsKey, orderRetry, pauseSending, previewRetry } from '../src/index.ts'
import { PERIOD } from './test-ledger.ts'
import { ANNA, FAILURES, useTestRetries } from './test-retries.ts'

const { db, runFor, pushOf, mustClaim, settle, partnerWith, ordered, look, month } = useTestRetries()

describe('the preview', () => {
  test('says how many are sent and how many are not, and why; the order then does just that', async () => {
    const partner = await partnerWith(['failed', 'unmapped', 'refused', 'waiting', 'accepted', 'no_usage'])
    const scope = month(partner.partnerId)
    const preview = await previewRetry(db(), scope)
    expect(preview).toMatchObject({ willBeSent: 3, held: 0, refused: [{ why: 'under_way', count: 1 }] })
    const before = await partner.outcomes()
    const id = await ordered(scope, preview.token)
    expect(await partner.outcomes()).toEqual(before)
    expect(await getRetry(db(), id)).toMatchObject({
      total: 3,
      done: 0,
      waiting: 3,
      refused: [{ why: 'under_way', count: 1, whenOrdered: true }],
    })
    const { pushes } = await look()
    expect(pushes).toHaveLength(3)
    expect(await partner.outcomes()).toMatchObject({
      c0: 'waiting',
      c1: 'waiting',
      c2: 'waiting',
      c4: 'accepted',
      c5: 'no_usage',
    })
    expect(await getRetry(db(), id)).toMatchObject({ total: 3, done: 0, waiting: 0, underWay: 3, finishedAt: null })
  })

  test('names each reason, where pushes are named: the first that holds', async () => {
    const [old, gone, keyless, ours] = [
      await partnerWith(['failed'], shiftPeriod(PERIOD, -1)),
      await partnerWith(['unmapped', 'accepted']),
      await partnerWith(['failed']),
      await partnerWith(['accepted', 'no_usage', 'waiting', 'refused']),
    ]
    await runFor(old.partnerId)
    await disconnect(db() as never, gone.connectionId)
    await markNeedsKey(db(), { connectionId: keyless.connectionId, keyVersion: 1, reason: 'Unauthorized' })
    const pushIds = await Promise.all([
      pushOf(old.partnerId, 'c0', shiftPeriod(PERIOD, -1)),
      pushOf(gone.partnerId, 'c0'),
      pushOf(gone.partnerId, 'c1'),
      pushOf(keyless.partnerId, 'c0'),
      ...['c0', 'c1', 'c2', 'c3'].map((company) => pushOf(ours.partnerId, company)),
    ])
    const preview = await previewRetry(db(), { pushIds: pushIds.map(({ id }) => id) })
    expect(preview.willBeSent).toBe(1)
    expect(Object.fromEntries(preview.refused.map(({ why, count }) => [why, count]))).toEqual({
      accepted: 2,
      disconnected: 1,
      needs_key: 1,
      newer_number: 1,
      no_usage: 1,
      under_way: 1,
    })
  })

  test('of a group is of its cause in its run alone, of a run of the states that are named', async () => {
    const [one, other] = [await partnerWith(['failed', 'unmapped', 'failed']), await partnerWith(['failed'])]
    const { cause_id: causeId } = await pushOf(one.partnerId, 'c0')
    expect(causeId).toBe((await pushOf(other.partnerId, 'c0')).cause_id)
    expect(await previewRetry(db(), { runId: one.runId, causeId: causeId ?? '' })).toMatchObject({
      willBeSent: 2,
      refused: [],
    })
    expect(await previewRetry(db(), { runId: one.runId, outcomes: ['unmapped'] })).toMatchObject({ willBeSent: 1 })
    expect(await previewRetry(db(), { runId: one.runId, outcomes: ['unmapped', 'failed'] })).toMatchObject({
      willBeSent: 3,
    })
  })

  test('says how many a stop holds back', async () => {
    const partner = await partnerWith(['failed', 'failed'])
    await pauseSending(db(), { scope: { partnerId: partner.partnerId }, reason: 'operator', detail: '', by: 'test' })
    expect(await previewRetry(db(), month(partner.partnerId))).toMatchObject({ willBeSent: 2, held: 2 })
  })
})

test('whatever became of the pushes: what the preview counts is what is ordered, refused and sent', async () => {
  const ends = ['failed', 'unmapped', 'refused', 'accepted', 'waiting', 'no_usage'] as const
  const trouble = [
    async () => undefined,
    async ({ connectionId }: { connectionId: string }) => disconnect(db() as never, connectionId),
    async ({ connectionId }: { connectionId: string }) =>
      markNeedsKey(db(), { connectionId, keyVersion: 1, reason: 'Unauthorized' }),
    async ({ partnerId }: { partnerId: string }) => void (await runFor(partnerId, shiftPeriod(PERIOD, 1))),
    async ({ partnerId }: { partnerId: string }) =>
      void (await pauseSending(db(), { scope: { partnerId }, reason: 'operator', detail: '', by: 'test' })),
  ]
  const sums = { sent: 0, refused: new Set<string>() }
  for (let round = 0; round < 6; round += 1) {
    const partners = []
    for (const [index, befalls] of trouble.entries()) {
      const partner = await partnerWith(
        Array.from({ length: 4 }, (_, n) => ends[(n * (round + 1) + index) % ends.length] ?? 'failed'),
      )
      await befalls(partner)
      partners.push(partner)
    }
    const pushIds = (
      await db()
        .selectFrom('push')
        .select('id')
        .where('period', '=', PERIOD)
        .where(
          'partner_id',
          'in',
          partners.map(({ partnerId }) => partnerId),
        )
        .execute()
    ).map(({ id }) => id)
    expect(pushIds).toHaveLength(partners.length * 4)
    const { token, willBeSent, refused } = await previewRetry(db(), { pushIds })
    expect(refused.reduce((sum, { count }) => sum + count, willBeSent)).toBe(pushIds.length)
    const id = await ordered({ pushIds }, token)
    const { pushes } = await look(pushIds.length)
    expect(pushes).toHaveLength(willBeSent)
    const retry = await getRetry(db(), id)
    expect(retry).toMatchObject({ total: willBeSent, underWay: willBeSent })
    const why = (list: { why: string; count: number }[]) => Object.fromEntries(list.map((one) => [one.why, one.count]))
    expect(why(retry?.refused ?? [])).toEqual(why(refused))
    sums.sent += willBeSent
    for (const one of refused) sums.refused.add(one.why)
    await sql`update retry set finished_at = now() where id = ${id}`.execute(db())
  }
  expect(sums.sent).toBeGreaterThan(20)
  expect([...sums.refused].sort()).toEqual([
    'accepted',
    'disconnected',
    'needs_key',
    'newer_number',
    'no_usage',
    'under_way',
  ])
})

describe('the order', () => {
  test('pressed twice, also at once, is one retry and one recorded action', async () => {
    const partner = await partnerWith(['failed', 'failed'])
    const { token } = await previewRetry(db(), month(partner.partnerId))
    const ids = await Promise.all(Array.from({ length: 5 }, () => ordered(month(partner.partnerId), token)))
    expect(new Set(ids).size).toBe(1)
    const { rows } = await sql`
      select operator_name, via, address, reason, on_rows, after from operator_action where on_rows @> ${JSON.stringify({ retryId: ids[0] })}::jsonb`.execute(
      db(),
    )
    expect(rows).toEqual([
      {
        operator_name: 'anna',
        via: 'console',
        address: '10.0.0.7',
        reason: 'Gradient is back',
        on_rows: { retryId: ids[0], partnerId: partner.partnerId, period: PERIOD },
        after: { willBeSent: 2, refused: [] },
      },
    ])
  })

  test('needs a token of a preview of the same scope', async () => {
    const partner = await partnerWith(['failed'])
    const { token } = await previewRetry(db(), month(partner.partnerId))
    for (const [scope, given] of [
      [{ partnerId: partner.partnerId, period: '2026-09' }, token],
      [month(partner.partnerId), ''],
      [month(partner.partnerId), Buffer.from('{"nonce":"x"}').toString('base64url')],
    ] as const) {
      expect(await orderRetry(db(), { by: ANNA, scope, reason: 'why', token: given })).toEqual({ refused: 'bad_token' })
    }
  })

  test('does not send what failed after somebody looked, nor what was taken meanwhile', async () => {
    const partner = await partnerWith(['failed', 'failed', 'waiting'])
    const { token, willBeSent } = await previewRetry(db(), month(partner.partnerId))
    expect(willBeSent).toBe(2)
    const [result, more] = FAILURES.failed
    await settle(await mustClaim((await pushOf(partner.partnerId, 'c2')).id), result, more)
    await settle(await mustClaim((await pushOf(partner.partnerId, 'c0')).id), 'accepted')
    const id = await ordered(month(partner.partnerId), token)
    expect(await getRetry(db(), id)).toMatchObject({ total: 1, refused: [] })
    await look()
    expect(await partner.outcomes()).toEqual({ c0: 'accepted', c1: 'waiting', c2: 'failed' })
  })

  test('that would send more than was seen orders nothing and answers a new preview', async () => {
    const partner = await partnerWith(['failed', 'failed'])
    const { token } = await previewRetry(db(), month(partner.partnerId))
    const seen = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    const fewer = Buffer.from(JSON.stringify({ ...seen, willBeSent: 1 })).toString('base64url')
    const answer = await orderRetry(db(), { by: ANNA, scope: month(partner.partnerId), reason: 'why', token: fewer })
    expect(answer).toMatchObject({ outdated: { willBeSent: 2 } })
    const { rows } = await sql`select from retry where preview_token = ${fewer}`.execute(db())
    expect(rows).toEqual([])
  })

  test('of nothing that may be sent is over at once, and kept with its reasons', async () => {
    const before = shiftPeriod(PERIOD, -1)
    const partner = await partnerWith(['failed', 'unmapped', 'refused'], before)
    await runFor(partner.partnerId)
    const id = await ordered(month(partner.partnerId, before))
    expect(await getRetry(db(), id)).toMatchObject({
      total: 0,
      finishedAt: expect.any(Date),
      refused: [{ why: 'newer_number', count: 3, whenOrdered: true }],
    })
    expect((await look()).pushes).toEqual([])
  })
})
