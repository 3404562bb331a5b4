import { shiftPeriod } from '@bridge/domain'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { disconnect, getRetry, listRetries, markNeedsKey, previewRetry, stopRetry, sweepPushes } from '../src/index.ts'
import { PERIOD } from './test-ledger.ts'
import { ANNA, FAILURES, useTestRetries } from './test-retries.ts'

const { db, runFor, pushOf, mustClaim, claim, settle, report, held, blocked, partnerWith, ordered, look, month } =
  useTestRetries()

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
