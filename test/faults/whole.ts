import { waitFor } from '@bridge/testkit'
import { lasting, msSince, RECOVER_WITHIN_MS } from './fault.ts'
import { type FleetOfPartners, givenFleet, orderRun } from './fleet-of-partners.ts'
import { type System, startSystem } from './system.ts'
import { settled, type Verdict, verdict } from './verdict.ts'

/** The fleet's budget here, in calls a second. */
export const CALLS_PER_SECOND = 90
/** Gradient's limit, as documented. */
const LIMIT = 100

/** What came of a whole month that was billed while everything went wrong. */
export interface WholeRun extends Verdict {
  companies: number
  workerKills: number
  redisAwayMs: number
  postgresRestarts: number
  /** Calls that Gradient refused, broke off, or did not answer. */
  faultyAnswers: number
  maxCallsInOneSecond: number
  /** From the order of the run until it was finished. */
  seconds: number
  /** `companies` at the budget. */
  idealSeconds: number
  ratio: number
}

/**
 * Bills `companies` of `partners` with 5 % of answers 429, 2 % 5xx, 1 % timeouts after the effect, one Redis outage, one restart of Postgres, and
 * a worker killed again and again. The full size is 50,000 of 500, with an outage of 60 s and a kill every 30 s; a smaller one shortens both.
 */
export async function billEverything(size: {
  partners: number
  companies: number
  redisAwayMs: number
  killEveryMs: number
}): Promise<WholeRun> {
  const system = await startSystem({
    billingWorkers: 3,
    env: {
      GRADIENT_REQUESTS_PER_SECOND: String(CALLS_PER_SECOND),
      GRADIENT_TIMEOUT_MS: '5000',
      SWEEP_EVERY_MS: '5000',
    },
  })
  try {
    const fleet = await givenFleet(system, { partners: size.partners, companies: size.companies / size.partners })
    await system.control('DELETE', 'calls')
    await system.control('PUT', 'faults', {
      latencyMs: { min: 20, max: 200 },
      rateLimit: { requestsPerSecond: LIMIT },
      errors: [
        { kind: 'status_429', rate: 0.05, route: 'count' },
        { kind: 'status_500', rate: 0.01, route: 'count' },
        { kind: 'status_502_html', rate: 0.01, route: 'count' },
        { kind: 'timeout_after', rate: 0.01, route: 'count' },
      ],
    })
    return await billWithFaults(system, fleet, size)
  } finally {
    await system.close()
  }
}

async function billWithFaults(
  system: System,
  fleet: FleetOfPartners,
  size: { companies: number; redisAwayMs: number; killEveryMs: number },
): Promise<WholeRun> {
  const idealMs = (size.companies / CALLS_PER_SECOND) * 1_000
  const sinceMs = performance.now()
  const runId = await orderRun(system)
  const ended = new AbortController()
  const kills = killAgainAndAgain(system, size.killEveryMs, ended.signal)
  const outages = (async () => {
    await lasting(idealMs * 0.2)
    await system.redis.kill()
    await lasting(size.redisAwayMs)
    await system.redis.restart()
    await lasting(idealMs * 0.3)
    await system.postgres.kill()
    await system.postgres.restart()
  })()
  await finished(system, runId, idealMs * 5 + RECOVER_WITHIN_MS)
  const tookMs = msSince(sinceMs)
  ended.abort()
  await outages
  await settled(system, fleet, RECOVER_WITHIN_MS)
  const stats = (await system.control('GET', 'stats')) as {
    faults: Record<string, number>
    maxCallsInOneSecond: number
  }
  return {
    companies: size.companies,
    ...(await verdict(system, fleet)),
    workerKills: await kills,
    redisAwayMs: size.redisAwayMs,
    postgresRestarts: 1,
    faultyAnswers: Object.values(stats.faults).reduce((sum, count) => sum + count, 0),
    maxCallsInOneSecond: stats.maxCallsInOneSecond,
    seconds: Math.round(tookMs / 100) / 10,
    idealSeconds: Math.round(idealMs / 100) / 10,
    ratio: Math.round((tookMs / idealMs) * 1_000) / 1_000,
  }
}

async function killAgainAndAgain(system: System, everyMs: number, ended: AbortSignal): Promise<number> {
  let kills = 0
  for (;;) {
    await lasting(everyMs)
    if (ended.aborted) return kills
    await system.billingWorkers[kills % system.billingWorkers.length]?.kill()
    kills += 1
  }
}

async function finished(system: System, runId: string, timeoutMs: number): Promise<void> {
  await waitFor(
    async () => {
      const run = await system.db
        .selectFrom('billing_run')
        .select('finished_at')
        .where('id', '=', runId)
        .executeTakeFirstOrThrow()
      return run.finished_at
    },
    { timeoutMs, everyMs: 200, what: 'the run to finish' },
  )
}
