import { givenConnection } from '@bridge/testkit'
import { describe, expect, test } from 'vitest'
import { disconnect, listUnmappedCompanies, openRebuilds, putUsage, sweepPushes } from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db, mustClaim, pushOf, runFor, settle } = useTestLedger()

const at = (hour: number) => new Date(`2026-11-01T${String(hour).padStart(2, '0')}:00:00Z`)

/** Sends a company's number at that hour, and settles it so. */
async function send(
  partnerId: string,
  companyId: string,
  result: 'accepted' | 'unmapped',
  hour: number,
  period = PERIOD,
) {
  const claimed = await mustClaim((await pushOf(partnerId, companyId, period)).id)
  const said = result === 'unmapped' ? ({ httpStatus: 404, reason: 'unmapped' } as const) : {}
  await settle(claimed, result, { startedAt: at(hour), finishedAt: at(hour), ...said })
}

const sweep = () => sweepPushes(db(), { unmappedRetryAfterMs: 0, failedRetryAfterMs: 3_600_000, lostCallMs: 600_000 })
const list = (partnerId: string, search?: string) =>
  listUnmappedCompanies(db(), { partnerId, search, afterId: '', limit: 10 })
const usage = { [PERIOD]: 5 }

describe('what a partner has to map', () => {
  test('are the companies of the period billed last, each since Gradient first said so', async () => {
    const { partnerId } = await connectedPartner([
      { id: 'a', usage },
      { id: 'b', name: 'Bjørn', usage },
      { id: 'c', usage },
    ])
    expect(await list(partnerId)).toEqual({ period: null, total: 0, mappedSince: 0, companies: [] })
    await runFor(partnerId)
    await send(partnerId, 'a', 'unmapped', 6)
    await send(partnerId, 'b', 'unmapped', 7)
    await send(partnerId, 'c', 'accepted', 8)
    expect(await list(partnerId)).toEqual({
      period: PERIOD,
      total: 2,
      mappedSince: 0,
      companies: [
        { companyId: 'a', companyName: 'Company a', accountName: null, unitCount: 5, since: at(6) },
        { companyId: 'b', companyName: 'Bjørn', accountName: null, unitCount: 5, since: at(7) },
      ],
    })
    const found = await list(partnerId, 'BJØ')
    expect([found.total, found.companies.map(({ companyId }) => companyId)]).toEqual([2, ['b']])
    const next = await listUnmappedCompanies(db(), { partnerId, afterId: 'a', limit: 1 })
    expect(next.companies.map(({ companyId }) => companyId)).toEqual(['b'])
  })

  test('stay in the list while they are asked again, and leave it once they are taken', async () => {
    const { partnerId, connectionId } = await connectedPartner([{ id: 'a', usage }])
    await runFor(partnerId)
    await send(partnerId, 'a', 'unmapped', 6)
    await sweep()
    expect(await pushOf(partnerId, 'a')).toMatchObject({ outcome: 'waiting' })
    expect(await list(partnerId)).toMatchObject({ total: 1, companies: [{ companyId: 'a', since: at(6) }] })
    const claimed = await mustClaim((await pushOf(partnerId, 'a')).id)
    expect(await list(partnerId)).toMatchObject({ total: 1, companies: [{ companyId: 'a' }] })
    await settle(claimed, 'unmapped', { httpStatus: 404, reason: 'unmapped', finishedAt: at(7) })
    await sweep()
    await putUsage(db(), { partnerId, companyId: 'a', period: PERIOD, billableUsers: 6 })
    expect(await list(partnerId)).toMatchObject({ total: 1, companies: [{ unitCount: 6, since: at(6) }] })
    await send(partnerId, 'a', 'accepted', 8)
    expect(await list(partnerId)).toEqual({ period: PERIOD, total: 0, mappedSince: 1, companies: [] })
    await openRebuilds(db(), [{ connectionId, period: PERIOD }])
    expect(await list(partnerId)).toMatchObject({ total: 0, mappedSince: 1 })
  })

  test('come back since the time when Gradient lost them', async () => {
    const { partnerId } = await connectedPartner([{ id: 'a', usage }])
    await runFor(partnerId)
    await send(partnerId, 'a', 'unmapped', 5)
    await sweep()
    await send(partnerId, 'a', 'accepted', 6)
    await putUsage(db(), { partnerId, companyId: 'a', period: PERIOD, billableUsers: 6 })
    await send(partnerId, 'a', 'unmapped', 9)
    await sweep()
    await send(partnerId, 'a', 'unmapped', 10)
    expect(await list(partnerId)).toMatchObject({ total: 1, mappedSince: 0, companies: [{ since: at(9) }] })
  })

  test('are those of the live connection alone, and of its newest month', async () => {
    const { partnerId, connectionId } = await connectedPartner([
      { id: 'a', usage: { [PERIOD]: 5, '2026-11': 6 } },
      { id: 'b', usage: { [PERIOD]: 5 } },
    ])
    await runFor(partnerId)
    await send(partnerId, 'a', 'unmapped', 6)
    await send(partnerId, 'b', 'unmapped', 6)
    await runFor(partnerId, '2026-11')
    await send(partnerId, 'a', 'unmapped', 7, '2026-11')
    expect(await list(partnerId)).toMatchObject({
      period: '2026-11',
      total: 1,
      companies: [{ companyId: 'a', unitCount: 6, since: at(7) }],
    })
    await disconnect(db(), connectionId)
    expect(await list(partnerId)).toMatchObject({ period: null, total: 0 })
    await givenConnection(db(), partnerId)
    expect(await list(partnerId)).toMatchObject({ period: null, total: 0 })
  })
})
