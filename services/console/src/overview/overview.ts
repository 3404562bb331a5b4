import {
  accountProgressProblem,
  billedMonths,
  billingProgressProblem,
  countConnections,
  currentRun,
  listOpenPauses,
  listRetries,
  mailProgressProblem,
  oldestDue,
  recentCalls,
  runProgressProblem,
  signsOfLife,
  viewSweep,
} from '@bridge/db'
import { lastClosedPeriod, latestTick, shiftPeriod } from '@bridge/domain'
import type { Deps } from '../deps.ts'
import { toPauseBody } from '../levers/pause-body.ts'
import { toRetryBody } from '../retries/retry-body.ts'
import { forecastEnd } from './forecast.ts'
import { judgeHealth } from './health.ts'
import { keptFor } from './kept-for.ts'
import type { OverviewBody } from './overview-body.ts'
import { readRedis } from './queue-depths.ts'

const MONTHS = 12
const MOST_TROUBLED = 20
const RETRIES_SHOWN = 5
/** Months that are over are counted anew once a minute, and say when they were: hardly anything changes in them, and they are many. */
const OLD_MONTHS = { ms: 60_000, mostMs: 120_000 }
const REDIS = { ms: 1_000, mostMs: 15_000 }

/** What the overview is read from; everything but the queues' depths from Postgres. */
export function createOverview(
  deps: Pick<Deps, 'db' | 'queues' | 'clock' | 'log' | 'calendar' | 'requestsPerSecond'>,
): () => Promise<OverviewBody> {
  const { db, clock, calendar } = deps
  const newest = () => lastClosedPeriod(clock.now(), calendar.timeZone)
  const kept = <Value>(howLong: { ms: number; mostMs: number }, read: () => Promise<Value>) =>
    keptFor({
      ...howLong,
      read,
      nowMs: () => performance.now(),
      onTrouble: (error) => deps.log.warn({ err: error }, 'a part of the overview could not be read anew'),
    })
  const oldMonths = kept(OLD_MONTHS, async () => {
    const countedAt = clock.now()
    const range = { since: shiftPeriod(newest(), 1 - MONTHS), until: shiftPeriod(newest(), -1) }
    return { countedAt, months: await billedMonths(db, range) }
  })
  const newMonths = () => billedMonths(db, { since: newest(), until: shiftPeriod(newest(), 1) })
  const redis = kept(REDIS, () => readRedis(deps.queues))

  return async () => {
    const now = clock.now()
    const tick = latestTick(calendar, now)
    const [run, calls, oldest, connections, pauses, sweep, signs, retries, lately, before, queues, ...problems] =
      await Promise.all([
        currentRun(db, { mostTroubled: MOST_TROUBLED }),
        recentCalls(db),
        oldestDue(db),
        countConnections(db),
        listOpenPauses(db),
        viewSweep(db),
        signsOfLife(db),
        listRetries(db, { after: null, limit: RETRIES_SHOWN }),
        newMonths(),
        oldMonths(),
        redis(),
        runProgressProblem(db, { owed: { period: tick.period, tickAt: tick.at }, now }),
        billingProgressProblem(db),
        accountProgressProblem(db),
        mailProgressProblem(db),
      ])
    const [owed, billing, accounts, mails] = problems
    const health = judgeHealth({
      calls,
      oldest,
      signs,
      sweep,
      pauses,
      problems: { run: owed, billing, accounts, mails, redis: queues.value.problem ?? undefined },
    })
    const { troubled, troubledPartners } = run ?? { troubled: 0, troubledPartners: [] }
    return {
      at: now.toISOString(),
      run: run ? toRun(run, { calls, now, budgetPerSecond: deps.requestsPerSecond }) : null,
      troubled,
      troubledPartners,
      months: [...before.value.months, ...lately],
      earlierMonthsCountedAt: before.value.countedAt.toISOString(),
      connections,
      queues: queues.value.queues,
      oldestDue: {
        pushAt: oldest.pushAt?.toISOString() ?? null,
        syncAt: oldest.syncAt?.toISOString() ?? null,
        mailAt: oldest.mailAt?.toISOString() ?? null,
      },
      health: health.map((part) => ({ ...part, since: part.since?.toISOString() ?? null })),
      pauses: pauses.map(toPauseBody),
      retries: retries.map(({ retry }) => toRetryBody(retry)),
    }
  }
}

type Run = NonNullable<Awaited<ReturnType<typeof currentRun>>>

function toRun(
  { troubled: _, troubledPartners: __, ...run }: Run,
  facts: { calls: Awaited<ReturnType<typeof recentCalls>>; now: Date; budgetPerSecond: number },
): OverviewBody['run'] {
  const { calls, now, budgetPerSecond } = facts
  const isOpen = run.finishedAt === null
  const { countsPerSecond } = calls
  return {
    ...run,
    startedAt: run.startedAt.toISOString(),
    plannedAt: run.plannedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    deadlineAt: run.deadlineAt.toISOString(),
    alarmedAt: run.alarmedAt?.toISOString() ?? null,
    overdue: isOpen && run.kind !== 'requested' && run.deadlineAt <= now,
    sentPerSecond: rounded(countsPerSecond),
    acceptedPerSecond: rounded(calls.acceptedPerSecond),
    callsPerSecond: rounded(calls.callsPerSecond),
    budgetPerSecond,
    forecastEndAt: isOpen ? (forecastEnd({ canGoOn: run.canGoOn, countsPerSecond, now })?.toISOString() ?? null) : null,
  }
}

function rounded(perSecond: number): number {
  return Math.round(perSecond * 10) / 10
}
