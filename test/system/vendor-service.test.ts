import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { expect, test } from 'vitest'
import { callsInGradient } from './gradient-view.ts'
import { outcomes, sendNow } from './send-now.ts'
import { startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')

test('three workers whose first partners connect at once make one service in Gradient, and counts go to it', async () => {
  const stack = await startStack({ workers: 3 })
  try {
    const partners = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const partnerId = await givenPartner(stack.db, { companies: [{ id: 'a', usage: { [PERIOD]: 3 } }] })
        return { partnerId, ...(await stack.connect(partnerId)) }
      }),
    )
    for (const { connectionId } of partners) await stack.synced(connectionId)
    expect((await stack.control('GET', 'calls?route=service')) as unknown[]).toHaveLength(1)
    const [first] = partners
    if (!first) throw new Error('no partner')
    await stack.control('POST', `partners/${first.partnerKey}/map`, { accountIds: 'all' })
    await sendNow(stack, first.partnerId, PERIOD)
    expect(await outcomes(stack, first.partnerId, PERIOD)).toEqual({ a: 'accepted' })
  } finally {
    await stack.close()
  }
})

test('a service id that Gradient does not have fails the sync with words that say which setting to correct', async () => {
  const stack = await startStack({
    service: { id: 'no-such-service', name: 'Phin' },
    syncRetry: { tries: 2, firstMs: 10, mostMs: 20 },
  })
  try {
    const partnerId = await givenPartner(stack.db, { companies: [{ id: 'a' }] })
    const { connectionId, partnerKey } = await stack.connect(partnerId)
    const failed = await waitFor(() =>
      stack.db
        .selectFrom('account_sync')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('status', '=', 'failed')
        .executeTakeFirst(),
    )
    expect(failed.error).toContain('GRADIENT_SERVICE_ID no-such-service')
    expect((await callsInGradient(stack, partnerKey)).filter((call) => call.method !== 'GET')).toEqual([])
  } finally {
    await stack.close()
  }
})
