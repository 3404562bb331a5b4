import { Redis } from 'ioredis'
import {
  type Fault,
  type FaultInput,
  type Injected,
  inTheMiddle,
  lasting,
  msSince,
  RECOVER_WITHIN_MS,
} from './fault.ts'
import { PERIOD } from './fleet-of-partners.ts'
import { settled } from './verdict.ts'

/** Everything in Redis is forgotten: jobs, locks, the budget, the calendar. */
export const redisEmptied: Fault = {
  name: 'Redis emptied (FLUSHALL)',
  async inject(input) {
    const times = input.long ? 10 : 1
    let recoverMs = 0
    for (let time = 0; time < times; time += 1) {
      await inTheMiddle(input)
      const redis = new Redis(input.system.redis.url)
      await redis.flushall()
      redis.disconnect()
      const sinceMs = performance.now()
      await settled(input.system, input.fleet, RECOVER_WITHIN_MS)
      recoverMs = Math.max(recoverMs, msSince(sinceMs))
    }
    return { times, recoverMs }
  },
}

/** Redis is killed and started again with what its file kept. */
export const redisAway: Fault = { name: 'Redis away', inject: (input) => away(input, { empty: false }) }

/** Redis is killed and comes back with nothing. */
export const redisBackEmpty: Fault = { name: 'Redis away, back empty', inject: (input) => away(input, { empty: true }) }

async function away(input: FaultInput, back: { empty: boolean }): Promise<Injected> {
  const { system, fleet, long } = input
  await inTheMiddle(input)
  await system.redis.kill()
  const sinceMs = performance.now()
  await gatewaySaysYes(input)
  await lasting((long ? 60_000 : 4_000) - msSince(sinceMs))
  await system.redis.restart(back)
  const backMs = performance.now()
  await settled(system, fleet, RECOVER_WITHIN_MS)
  return { times: 1, recoverMs: msSince(backMs) }
}

/** A report of a number is taken while Redis is away: it needs Postgres alone. */
async function gatewaySaysYes({ system, fleet }: FaultInput): Promise<void> {
  const [first] = fleet.counts
  if (!first) throw new Error('no company to report for')
  const [partnerAndCompany, count] = first
  const [partnerId, companyId] = partnerAndCompany.split('/')
  const url = `/v1/partners/${partnerId}/companies/${companyId}/usage/${PERIOD}`
  const answer = await system.call('PUT', url, { billableUsers: count + 5_000 })
  if (answer.status !== 200) throw new Error(`without Redis the gateway said ${JSON.stringify(answer)}`)
  fleet.counts.set(partnerAndCompany, count + 5_000)
}
