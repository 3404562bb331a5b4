import { shiftPeriod } from '@bridge/domain'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  disconnect,
  getRetry,
  listRetries,
  markNeedsKey,
  orderRetry,
  pauseSending,
  previewRetry,
  type RetryScope,
  releaseRetries,
  stopRetry,
  sweepPushes,
} from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const ledger = useTestLedger()
const { db, connectedPartner, runFor, pushOf, mustClaim, claim, settle, report, held, blocked } = ledger
const ANNA = { operatorId: null, name: 'anna', address: '10.0.0.7', via: 'console' as const }
const FAILURES = {
  failed: ['spent', { reason: 'unavailable', message: 'Gradient is down', httpStatus: 503 }],
  unmapped: ['unmapped', { reason: 'unmapped', message: 'No account map found with id: 1', httpStatus: 404 }],
  refused: ['refused', { reason: 'bad_request', message: 'unitCount is wrong', httpStatus: 400 }],
  accepted: ['accepted', {}],
} as const

beforeEach(async () => {
  await sql`truncate retry, retry_item`.execute(db())
  await sql`update sending_pause set resumed_at = now() where resumed_at is null`.execute(db())
})

/** A partner whose companies ended so in the period; `waiting` is left as it is. */
async function partnerWith(ends: (keyof typeof FAILURES | 'waiting' | 'no_usage')[], period = PERIOD) {
  const companies = ends.map((end, index) => ({
    id: `c${index}`,
    usage: end === 'no_usage' ? {} : { [period]: index + 1 },
  }))
  const { partnerId, connectionId } = await connectedPartner(companies)
  const run = await runFor(partnerId, period)
  for (const [index, end] of ends.entries()) {
    if (end === 'waiting' || end === 'no_usage') continue
    const [result, more] = FAILURES[end]
    await settle(await mustClaim((await pushOf(partnerId, `c${index}`, period)).id), result, more)
  }
  const outcomes = async () =>
    Object.fromEntries(
      await Promise.all(
        ends.map(async (_, index) => [`c${index}`, (await pushOf(partnerId, `c${index}`, period)).outcome] as const),
      ),
    )
  return { partnerId, connectionId, runId: run.id, outcomes }
}

async function ordered(scope: RetryScope, token?: string): Promise<string> {
  const made = await orderRetry(db(), {
    by: ANNA,
    scope,
    reason: 'Gradient is back',
    token: token ?? (await previewRetry(db(), scope)).token,
  })
  if (!('id' in made)) throw new Error(`not ordered: ${JSON.stringify(made)}`)
  return made.id
}

const look = (window = 1_000) => releaseRetries(db(), { window })
const month = (partnerId: string, period = PERIOD): RetryScope => ({ partnerId, period })

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

describe('the release', () => {
  test('is some at a time: the next ones when the first have ended; done when all have', async () => {
    const partner = await partnerWith(Array.from({ length: 5 }, () => 'failed' as const))
    const id = await ordered(month(partner.partnerId))
    expect((await look(2)).pushes).toHaveLength(2)
    expect((await look(2)).pushes).toHaveLength(0)
    for (const company of ['c0', 'c1'])
      await settle(await mustClaim((await pushOf(partner.partnerId, company)).id), 'accepted')
    expect(await getRetry(db(), id)).toMatchObject({
      total: 5,
      done: 2,
      underWay: 0,
      waiting: 3,
      outcomes: { accepted: 2 },
    })
    const { pushes } = await look(10)
    expect(pushes).toHaveLength(3)
    for (const push of pushes) await settle(await mustClaim(push.id), 'unmapped', FAILURES.unmapped[1])
    expect((await look()).finished).toEqual([id])
    expect(await getRetry(db(), id)).toMatchObject({
      done: 5,
      outcomes: { accepted: 2, unmapped: 3 },
      finishedAt: expect.any(Date),
    })
    expect(await listRetries(db(), { after: null, limit: 1 })).toMatchObject([{ retry: { id } }])
  })

  test('looks at each push again: what was taken up, disconnected or replaced meanwhile is refused then', async () => {
    const [one, gone, replaced] = [
      await partnerWith(['failed', 'unmapped']),
      await partnerWith(['refused']),
      await partnerWith(['failed']),
    ]
    const pushIds = await Promise.all([
      pushOf(one.partnerId, 'c0'),
      pushOf(one.partnerId, 'c1'),
      pushOf(gone.partnerId, 'c0'),
      pushOf(replaced.partnerId, 'c0'),
    ])
    const id = await ordered({ pushIds: pushIds.map((push) => push.id) })
    await report(one.partnerId, 'c1', 77)
    await disconnect(db() as never, gone.connectionId)
    await runFor(replaced.partnerId, shiftPeriod(PERIOD, 1))
    expect((await look()).pushes.map((push) => push.id)).toEqual([pushIds[0]?.id])
    const view = await getRetry(db(), id)
    expect(view).toMatchObject({ total: 4, done: 3, underWay: 1 })
    expect(view?.refused.map(({ why, whenOrdered }) => [why, whenOrdered])).toEqual([
      ['disconnected', false],
      ['newer_number', false],
      ['under_way', false],
    ])
  })

  test('of two retries of the same pushes sends each of them once', async () => {
    const partner = await partnerWith(['failed', 'failed', 'unmapped'])
    const scope = month(partner.partnerId)
    const tokens = await Promise.all([previewRetry(db(), scope), previewRetry(db(), scope)])
    const ids = await Promise.all(tokens.map(({ token }) => ordered(scope, token)))
    const looks = await Promise.all([look(), look(), look()])
    const released = looks.flatMap(({ pushes }) => pushes.map(({ id }) => id))
    expect(released).toHaveLength(3)
    expect(new Set(released).size).toBe(3)
    const views = await Promise.all(ids.map((id) => getRetry(db(), id)))
    const counts = views.map((view) => view?.underWay ?? 0)
    expect(counts[0]).toBeGreaterThanOrEqual(0)
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(3)
    expect(views.flatMap((view) => view?.refused.map(({ why }) => why) ?? []).every((why) => why === 'under_way')).toBe(
      true,
    )
  })

  test('waits for a disconnect that is just being made, and sends nothing that it cancelled', async () => {
    const partner = await partnerWith(['failed', 'failed'])
    const id = await ordered(month(partner.partnerId))
    const leaving = await held((tx) => disconnect(tx as never, partner.connectionId))
    const looking = look()
    await blocked(1)
    await leaving.commit()
    expect((await looking).pushes).toEqual([])
    expect(await getRetry(db(), id)).toMatchObject({
      done: 2,
      refused: [{ why: 'disconnected', count: 2, whenOrdered: false }],
    })
    expect(await partner.outcomes()).toEqual({ c0: 'cancelled', c1: 'cancelled' })
  })

  test('beside a plan of the next month: what came to wait unseen is never claimed, and superseded', async () => {
    const partner = await partnerWith(['failed'])
    const next = shiftPeriod(PERIOD, 1)
    await ordered(month(partner.partnerId))
    const push = await pushOf(partner.partnerId, 'c0')
    const planning = await held(async (tx) => {
      await sql`insert into partner_run (connection_id, period, partner_id, run_id) values (${partner.connectionId}, ${next}, ${partner.partnerId}, ${partner.runId})`.execute(
        tx,
      )
      await sql`
        insert into push (connection_id, partner_id, company_id, period, turn, outcome)
        values (${partner.connectionId}, ${partner.partnerId}, 'c0', ${next}, 1, 'no_usage')`.execute(tx)
    })
    expect((await look()).pushes.map(({ id }) => id)).toEqual([push.id])
    await planning.commit()
    expect(await claim(push.id)).toBeNull()
    await sweepPushes(db(), { unmappedRetryAfterMs: 1e9, failedRetryAfterMs: 1e9, lostCallMs: 1e9 })
    expect(await partner.outcomes()).toEqual({ c0: 'superseded' })
  })

  test('is not held up by what waits for a new key: the others have their turn', async () => {
    const [keyless, fine] = [await partnerWith(['failed', 'failed']), await partnerWith(['failed', 'failed'])]
    const pushIds = (
      await Promise.all(
        [keyless, fine].flatMap(({ partnerId }) => ['c0', 'c1'].map((company) => pushOf(partnerId, company))),
      )
    ).map(({ id }) => id)
    await ordered({ pushIds })
    expect((await look(2)).pushes).toHaveLength(2)
    await markNeedsKey(db(), { connectionId: keyless.connectionId, keyVersion: 1, reason: 'Unauthorized' })
    expect((await look(2)).pushes.map(({ connectionId }) => connectionId)).toEqual([
      fine.connectionId,
      fine.connectionId,
    ])
  })
})

describe('a stop', () => {
  test('holds back what has not had its turn; what was released goes on; twice is once', async () => {
    const partner = await partnerWith(['failed', 'failed', 'failed'])
    const id = await ordered(month(partner.partnerId))
    const [first] = (await look(1)).pushes
    expect(await stopRetry(db(), { by: ANNA, id, reason: 'wrong group' })).toEqual({ stopped: 2 })
    expect(await stopRetry(db(), { by: ANNA, id, reason: 'again' })).toBeNull()
    expect((await look()).pushes).toEqual([])
    expect(await getRetry(db(), id)).toMatchObject({
      stopped: 2,
      underWay: 1,
      stoppedBy: 'anna',
      stopReason: 'wrong group',
      finishedAt: null,
    })
    await settle(await mustClaim(first?.id ?? ''), 'accepted')
    expect((await look()).finished).toEqual([id])
    expect(await getRetry(db(), id)).toMatchObject({ done: 3, outcomes: { accepted: 1 } })
    expect(Object.values(await partner.outcomes()).sort()).toEqual(['accepted', 'failed', 'failed'])
  })

  test('before anything was released ends it at once; of one that is over, or that there never was, it is none', async () => {
    const partner = await partnerWith(['failed'])
    const id = await ordered(month(partner.partnerId))
    expect(await stopRetry(db(), { by: ANNA, id, reason: 'no' })).toEqual({ stopped: 1 })
    expect(await getRetry(db(), id)).toMatchObject({ finishedAt: expect.any(Date), done: 1 })
    expect(await stopRetry(db(), { by: ANNA, id: '00000000-0000-4000-8000-000000000000', reason: 'no' })).toBeNull()
  })
})
