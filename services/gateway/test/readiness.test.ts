import { planRun, startRun } from '@bridge/db'
import { givenConnection, givenPartner } from '@bridge/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())

const TICK = new Date('2026-12-01T06:00:00Z')

it('says when the monthly run is due by the calendar and has not begun, and what to do', async () => {
  const { db } = gateway.database
  const partnerId = await givenPartner(db, { companies: [{ id: 'a', usage: { '2026-11': 1 } }] })
  await givenConnection(db, partnerId, { connectedAt: new Date('2026-11-20T00:00:00Z') })
  const ready = async (now: string) => {
    gateway.clock.set(now)
    const { status, body } = await gateway.call('GET', '/readyz')
    return [status, body.problems]
  }
  expect(await ready('2026-12-01T05:59:59Z')).toEqual([200, {}])
  expect(await ready('2026-12-01T06:00:20Z')).toEqual([200, {}])
  expect(await ready('2026-12-01T06:00:21Z')).toEqual([
    503,
    {
      run: expect.stringMatching(
        /^The run of 2026-11 has been due since 2026-12-01T06:00:00.000Z .* is a scheduler running/,
      ),
    },
  ])
  const order = { period: '2026-11', kind: 'scheduled', partnerId: null, connectedBy: TICK } as const
  const run = await startRun(db, { ...order, deadlineAt: new Date('2026-12-01T13:00:00Z') })
  await planRun(db, run?.id ?? '', TICK)
  expect(await ready('2026-12-01T06:00:21Z')).toEqual([200, {}])
})
