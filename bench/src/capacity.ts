import { migrate } from '@bridge/db'
import { startThrowawayPostgres, startThrowawayRedis } from '@bridge/testkit'
import { Redis } from 'ioredis'
import { runBridge } from './capacity-bridge.ts'
import { runContender } from './capacity-contender.ts'
import { emptyDatabase } from './empty-database.ts'
import { report } from './report.ts'
import { startDouble } from './start-double.ts'
import { formatSpread, spreadOf } from './statistics.ts'

// What we can send where nothing limits us, beside the ways in which one would do it without us. `capacity.ts <rounds> <pushes>`.
const ROUNDS = Number(process.argv[2] ?? 3)
const PUSHES = Number(process.argv[3] ?? 20_000)
const ANSWERS_AFTER_MS = [0, 20]

interface Figures {
  perSecond: number
  /** Of the process or processes that send, not of Postgres and Redis. */
  cpuUs: number
}

interface Contender {
  name: string
  /** Ours, with so many billing workers; the others have a file. */
  workers?: number
  file?: string
  /** Where it waits for each answer, this part of the work tells its speed. Not where answers come at once: so few counts would all be sent by code that is not yet compiled. */
  partOfWaiting?: number
  /** Ours, in its best setting, must be at least so many times as fast. */
  goal?: number
}

const CONTENDERS: Contender[] = [
  { name: 'ours, the whole ledger, 1 worker', workers: 1 },
  { name: 'ours, the whole ledger, 2 workers', workers: 2 },
  { name: '(a) a script: one call, one INSERT', file: 'script.ts', partOfWaiting: 0.05, goal: 3 },
  { name: '(b) the same, 50 at a time', file: 'loop.ts', goal: 1.2 },
  { name: '(c) graphile-worker', file: 'graphile-worker.ts', goal: 1.3 },
  { name: '(c) pg-boss', file: 'pg-boss.ts', goal: 1.3 },
  { name: '(d) BullMQ, no ledger', file: 'bullmq.ts', goal: 1 },
  { name: '(e) the bare limit', file: 'bare.ts' },
]

const [postgres, redisServer] = await Promise.all([startThrowawayPostgres(), startThrowawayRedis()])
const redis = new Redis(redisServer.url)
const rows: Record<string, string | number>[] = []
try {
  for (const waitMs of ANSWERS_AFTER_MS) {
    const double = await startDouble(waitMs)
    const measured = new Map<string, Figures[]>(CONTENDERS.map(({ name }) => [name, []]))
    for (let round = 0; round < ROUNDS; round += 1)
      for (const contender of CONTENDERS)
        measured.get(contender.name)?.push(await measure(contender, { gradientUrl: double.url, waitMs }))
    await double.process.stop()
    addRows(waitMs, measured)
  }
} finally {
  redis.disconnect()
  await Promise.all([postgres.close(), redisServer.close()])
}
report(
  'capacity',
  rows,
  `ours at least 3 times (a), 1.2 times (b), 1.3 times the better of (c), as fast as (d); ${ROUNDS} rounds of ${PUSHES} counts`,
)

/** One contender's round, over a database and a Redis that hold nothing else. */
async function measure(
  { workers = 0, file, partOfWaiting = 1 }: Contender,
  { gradientUrl, waitMs }: { gradientUrl: string; waitMs: number },
): Promise<Figures> {
  const databaseUrl = await emptyDatabase(postgres.url, 'capacity')
  await redis.flushall()
  const pushes = Math.round(PUSHES * (waitMs > 0 ? partOfWaiting : 1))
  const given = { databaseUrl, redisUrl: redisServer.url, gradientUrl, pushes }
  if (file === undefined) await migrate(databaseUrl)
  const { seconds, cpuSeconds } = await (file === undefined
    ? runBridge({ ...given, workers })
    : runContender({ ...given, file }))
  return { perSecond: pushes / seconds, cpuUs: (cpuSeconds * 1e6) / pushes }
}

function addRows(waitMs: number, measured: Map<string, Figures[]>): void {
  const spreadFor = (name: string, pick: (figures: Figures) => number) => spreadOf((measured.get(name) ?? []).map(pick))
  const ours = Math.max(
    ...CONTENDERS.filter(({ workers }) => workers).map(
      ({ name }) => spreadFor(name, ({ perSecond }) => perSecond).median,
    ),
  )
  for (const { name, workers, goal } of CONTENDERS) {
    const speed = spreadFor(name, ({ perSecond }) => perSecond)
    const times = ours / speed.median
    rows.push({
      'Gradient answers after': `${waitMs} ms`,
      who: name,
      'counts a second': formatSpread(speed, 0),
      'its CPU, µs a count': spreadFor(name, ({ cpuUs }) => cpuUs).median.toFixed(0),
      'ours is': workers ? '' : `${times.toFixed(2)} times`,
      goal: goal === undefined ? '' : `${goal} ${times >= goal ? '✓' : '✗'}`,
    })
  }
}
