import { startWholeSystem, type WholeSystem, waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { lasting, msSince, RECOVER_WITHIN_MS } from './fault.ts'
import { type FleetOfPartners, givenFleet, orderRun } from './fleet-of-partners.ts'
import { settled, type Verdict, verdict } from './verdict.ts'

/** The fleet's budget here, in calls a second. */
const CALLS_PER_SECOND = 90
/** Gradient's limit, as documented. */
const LIMIT = 100

/** The size and the harm of a month. */
export interface Month {
  partners: number
  companies: number
  redisAwayMs: number
  killEveryMs: number
}

/** 50,000 companies of 500 partners, Redis away for a minute, a worker killed every half minute. */
export const FULL_MONTH: Month = { partners: 500, companies: 50_000, redisAwayMs: 60_000, killEveryMs: 30_000 }
/** A tenth of it, and of its time; kills come every 10 s, since a worker needs some time to start. */
export const TENTH_OF_MONTH: Month = { partners: 50, companies: 5_000, redisAwayMs: 6_000, killEveryMs: 10_000 }
/** A fortieth, as `npm test` has it, with as much harm as a quarter of a minute holds. */
export const SHORT_MONTH: Month = { partners: 25, companies: 1_250, redisAwayMs: 4_000, killEveryMs: 4_000 }

/** What came of a whole month that was billed while everything went wrong. */
export interface WholeRun extends Verdict {
  companies: number
  workerKills: number
  redisAwayMs: number
  postgresRestarts: number
  /** Calls that Gradient refused, broke off, or did not answer. */
  faultyAnswers: number
  maxCallsInOneSecond: number
  /** From the order of the run until every count was settled. */
  seconds: number
  /** Until the run was finished: each partner's view was rebuilt too, one more call each. */
  finishedSeconds: number
  /** `companies` at the budget. */
  idealSeconds: number
  /** `seconds` by `idealSeconds`. */
  ratio: number
}

/**
 * Bills `companies` of `partners` with 5 % of answers 429, 2 % 5xx, 1 % timeouts after the effect, one Redis outage, one restart of Postgres, and
 * a worker killed again and again.
 */
export async function billEverything(size: Month): Promise<WholeRun> {
  const system = await startWholeSystem({
    encryptionKeys: makeKey('faults'),
    billingWorkers: 3,
    env: {
      GRADIENT_REQUESTS_PER_SECOND: String(CALLS_PER_SECOND),
      GRADIENT_TIMEOUT_MS: '3000',
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

async function billWithFaults(system: WholeSystem, fleet: FleetOfPartners, size: Month): Promise<WholeRun> {
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
  const withinMs = idealMs * 5 + RECOVER_WITHIN_MS
  await allSettled(system, size.companies, withinMs)
  const settledMs = msSince(sinceMs)
  await finished(system, runId, withinMs)
  const finishedMs = msSince(sinceMs)
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
    seconds: Math.round(settledMs / 100) / 10,
    finishedSeconds: Math.round(finishedMs / 100) / 10,
    idealSeconds: Math.round(idealMs / 100) / 10,
    ratio: Math.round((settledMs / idealMs) * 1_000) / 1_000,
  }
}

async function killAgainAndAgain(system: WholeSystem, everyMs: number, ended: AbortSignal): Promise<number> {
  let kills = 0
  for (;;) {
    await lasting(everyMs)
    if (ended.aborted) return kills
    await system.billingWorkers[kills % system.billingWorkers.length]?.kill()
    kills += 1
  }
}

async function allSettled(system: WholeSystem, companies: number, timeoutMs: number): Promise<void> {
  await waitFor(
    async () => {
      const { accepted } = await system.db
        .selectFrom('push')
        .select(({ fn }) => fn.countAll<string>().as('accepted'))
        .where('outcome', '=', 'accepted')
        .executeTakeFirstOrThrow()
      return Number(accepted) === companies
    },
    { timeoutMs, everyMs: 500, what: 'every count to be settled' },
  )
}

async function finished(system: WholeSystem, runId: string, timeoutMs: number): Promise<void> {
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
