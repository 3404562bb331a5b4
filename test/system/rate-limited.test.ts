import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { givenPartner, waitFor } from '@bridge/testkit'
import { expect, test } from 'vitest'
import { callsInGradient, countsInGradient } from './gradient-view.ts'
import { outcomes } from './send-now.ts'
import { startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const COMPANIES = 120
/** Far less than the pace at which the workers would send, on a machine that is slow and busy too. */
const REAL_LIMIT = 15

// They mostly wait, so they run beside each other, each with a fleet of its own.
test.concurrent.for([
  ['without Retry-After', false],
  ['with Retry-After', true],
] as const)(
  'a limit lower than our pace, %s: the fleet slows down as one, no call is lost, and it recovers',
  async ([_, retryAfter], { onTestFinished }) => {
    const stack = await startStack({ workers: 3 })
    onTestFinished(() => stack.close())
    const companies = Array.from({ length: COMPANIES }, (_, index) => ({ id: `c${index}`, usage: { [PERIOD]: index } }))
    const partnerId = await givenPartner(stack.db, { companies })
    const { connectionId, partnerKey } = await stack.connect(partnerId)
    await stack.synced(connectionId)
    await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
    await stack.control('PUT', 'faults', { rateLimit: { requestsPerSecond: REAL_LIMIT, retryAfter } })
    expect((await stack.call('POST', '/v1/billing-runs', { period: PERIOD, partnerId })).status).toBe(202)
    await waitFor(
      async () => {
        const ended = Object.values(await outcomes(stack, partnerId, PERIOD))
        return ended.length === COMPANIES && ended.every((outcome) => outcome === 'accepted')
      },
      { what: 'every count to be accepted' },
    )
    const wanted = Object.fromEntries(companies.map(({ id, usage }) => [id, usage[PERIOD]]))
    expect(await countsInGradient(stack, partnerKey)).toEqual(wanted)
    const calls = await callsInGradient(stack, partnerKey, 'count')
    const refused = calls.filter((call) => call.answered === 429).length
    expect(refused).toBeGreaterThan(0)
    // Where nobody slows down, 280 to 290 are refused here; where the fleet does, about a hundred, or sixty with Retry-After.
    expect(refused).toBeLessThan(200)
  },
)
