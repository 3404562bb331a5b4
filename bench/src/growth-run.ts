import { readFileSync } from 'node:fs'
import { connect, type Db, migrate, startRun } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { Redis } from 'ioredis'
import { sql } from 'kysely'
import type { LineProcess } from './line-process.ts'
import { cpuSecondsOf } from './process-cpu.ts'
import { seedCompanies } from './seed-companies.ts'
import { postgresCpuSeconds, redisFigures } from './server-cpu.ts'
import { startService } from './start-service.ts'

const PERIOD = '2026-10'
const LATER = new Date('2100-01-01')
const WORKERS = 2
const LOOK_EVERY_MS = 250
/** Without a budget the queue's window (10,000 nudges) lasts for seconds and not for minutes: with a sweep every three seconds no more than 3,333 a second go, which a quick machine sends. */
const SWEEP_EVERY_MS = '1500'

/** How much there is to be sent. */
interface Size {
  companies: number
  partners: number
}

/** What one run over so many companies took. */
export interface GrowthFigures extends Size {
  planSeconds: number
  /** From the plan's end to the run's. */
  pushSeconds: number
  /** CPU from the order to the end, over all companies. */
  cpuUsPerPush: { ours: number; postgres: number; redis: number }
  /** The most that any worker, and the scheduler, held above what they held before the order. */
  workerAboveIdleMb: number
  schedulerAboveIdleMb: number
  workerPeakMb: number
  redisPeakMb: number
  tablesMb: Record<string, number>
}

/** Orders a run over so many companies and lets a scheduler and two billing workers do it: plan, nudge, send, settle, close. */
export async function growTo(
  size: Size,
  given: { databaseUrl: string; redisUrl: string; gradientUrl: string },
): Promise<GrowthFigures> {
  await migrate(given.databaseUrl)
  const { db, close } = connect({ url: given.databaseUrl, applicationName: 'bench', statementTimeoutMs: 0 })
  const redis = new Redis(given.redisUrl)
  try {
    await redis.flushall()
    const encryptionKeys = makeKey('bench')
    await seedCompanies(db, { ...size, period: PERIOD, encryptionKeys })
    await sql`checkpoint`.execute(db)
    const scheduler = await startService('scheduler', { ...given, encryptionKeys }, { SWEEP_EVERY_MS })
    const workers = await Promise.all(
      Array.from({ length: WORKERS }, () => startService('billing-worker', { ...given, encryptionKeys })),
    )
    try {
      return await measure(size, { db, redis, scheduler, workers })
    } finally {
      await Promise.all([...workers, scheduler].map((service) => service.stop()))
    }
  } finally {
    redis.disconnect()
    await close()
  }
}

async function measure(
  size: Size,
  system: { db: Db; redis: Redis; scheduler: LineProcess; workers: LineProcess[] },
): Promise<GrowthFigures> {
  const { db, redis, scheduler, workers } = system
  const { companies } = size
  const pids = [scheduler, ...workers].map(({ pid }) => pid)
  const before = { ours: cpuSecondsOf(pids), postgres: await postgresCpuSeconds(db), redis: await redisFigures(redis) }
  const idleMb = new Map(pids.map((pid) => [pid, memoryMb(pid)]))
  const peakMb = new Map(idleMb)
  let redisPeakMb = 0
  const startedMs = performance.now()
  let plannedMs: number | undefined
  await startRun(db, { period: PERIOD, kind: 'requested', partnerId: null, deadlineAt: LATER, connectedBy: LATER })
  await waitFor(
    async () => {
      for (const pid of pids) peakMb.set(pid, Math.max(peakMb.get(pid) ?? 0, memoryMb(pid)))
      redisPeakMb = Math.max(redisPeakMb, (await redisFigures(redis)).usedMb)
      const run = await db
        .selectFrom('billing_run')
        .select(['planned_at', 'finished_at'])
        .where('kind', '=', 'requested')
        .executeTakeFirstOrThrow()
      if (run.planned_at !== null) plannedMs ??= performance.now()
      return run.finished_at !== null
    },
    { timeoutMs: 7_200_000, everyMs: LOOK_EVERY_MS, what: 'the run' },
  )
  const endedMs = performance.now()
  const { rows } = await sql<{ accepted: number }>`
    select count(*)::integer as accepted from push where outcome = 'accepted'`.execute(db)
  if (rows[0]?.accepted !== companies) throw new Error(`of ${companies} counts ${rows[0]?.accepted} were accepted`)
  const perPush = (seconds: number) => (seconds * 1e6) / companies
  const aboveIdle = (pid: number) => (peakMb.get(pid) ?? 0) - (idleMb.get(pid) ?? 0)
  return {
    ...size,
    planSeconds: ((plannedMs ?? endedMs) - startedMs) / 1_000,
    pushSeconds: (endedMs - (plannedMs ?? endedMs)) / 1_000,
    cpuUsPerPush: {
      ours: perPush(cpuSecondsOf(pids) - before.ours),
      postgres: perPush((await postgresCpuSeconds(db)) - before.postgres),
      redis: perPush((await redisFigures(redis)).cpuSeconds - before.redis.cpuSeconds),
    },
    workerAboveIdleMb: Math.max(...workers.map(({ pid }) => aboveIdle(pid))),
    schedulerAboveIdleMb: aboveIdle(scheduler.pid),
    workerPeakMb: Math.max(...workers.map(({ pid }) => peakMb.get(pid) ?? 0)),
    redisPeakMb,
    tablesMb: await tableSizesMb(db),
  }
}

async function tableSizesMb(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; mb: number }>`
    select relname as name, pg_total_relation_size(oid) / 2 ^ 20 as mb from pg_class
    where relname in ('company', 'usage_count', 'account', 'push', 'attempt') and relkind = 'r' order by 1`.execute(db)
  return Object.fromEntries(rows.map(({ name, mb }) => [name, Math.round(mb)]))
}

/** What a process holds now, in MB (Linux only; NaN elsewhere). */
function memoryMb(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}
