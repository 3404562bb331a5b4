import { lastClosedPeriod } from '@bridge/domain'
import { createQueues } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countsInGradient } from './gradient-view.ts'
import { outcomes, sendNow } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

test('a run whose queue is emptied in the middle completes by itself, and every number is right', async () => {
  const companies = Array.from({ length: 200 }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } }))
  const partnerId = await givenPartner(stack.db, { companies })
  const { connectionId, partnerKey } = await stack.connect(partnerId)
  await stack.synced(connectionId)
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  await stack.control('PUT', 'faults', { partnerKey, latencyMs: 50 })
  const queues = createQueues({ redisUrl: stack.redisUrl, prefix: stack.queuePrefix, onError: () => {} })
  const running = sendNow(stack, partnerId, PERIOD)
  const accepted = async () =>
    Object.values(await outcomes(stack, partnerId, PERIOD)).filter((outcome) => outcome === 'accepted').length
  await waitFor(async () => (await accepted()) > 20, { everyMs: 5 })
  const before = await accepted()
  await (await queues.queue('billing')).obliterate({ force: true })
  expect(before).toBeLessThan(200)
  await running
  await queues.close()
  expect(await accepted()).toBe(200)
  expect(await countsInGradient(stack, partnerKey)).toEqual(
    Object.fromEntries(companies.map(({ id, usage }) => [id, usage[PERIOD]])),
  )
})
