import { connect, duePushes, pauseSending, planRun, resumeSending, startRun } from '@bridge/db'
import { createQueues, nudgePush } from '@bridge/queue'
import { waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { sql } from 'kysely'
import { startLineProcess } from './line-process.ts'
import { cpuSecondsOf } from './process-cpu.ts'
import { seedCompanies } from './seed-companies.ts'

const PERIOD = '2026-10'
const LATER = new Date('2100-01-01')
const COMPANIES_OF_A_PARTNER = 100
const LIFTED = '100000'

/** Where a round of ours happens: a migrated, empty database, an empty Redis, and Gradient's double. */
export interface BridgeRound {
  databaseUrl: string
  redisUrl: string
  gradientUrl: string
  pushes: number
  workers: number
  /** Settings of the workers besides. */
  env?: Record<string, string>
}

/** What a round took. */
export interface BridgeFigures {
  seconds: number
  /** CPU of the workers alone. */
  workerCpuSeconds: number
}

/**
 * Sends a planned run with our own billing workers as `npm start` starts them, with the whole ledger. All of it lies in the queue and is held back by a stop and a
 * paused queue until the workers are at work; the time counts from there to the moment when no push is open, the partners' closing calls included.
 */
export async function runBridge(round: BridgeRound): Promise<BridgeFigures> {
  const { db, close } = connect({ url: round.databaseUrl, applicationName: 'bench', statementTimeoutMs: 0 })
  const queues = createQueues({ redisUrl: round.redisUrl, onError: report })
  const encryptionKeys = makeKey('bench')
  try {
    const partners = Math.ceil(round.pushes / COMPANIES_OF_A_PARTNER)
    await seedCompanies(db, { companies: round.pushes, partners, period: PERIOD, encryptionKeys })
    const run = await startRun(db, {
      period: PERIOD,
      kind: 'scheduled',
      partnerId: null,
      deadlineAt: LATER,
      connectedBy: LATER,
    })
    await planRun(db, run?.id ?? '', LATER)
    await sql`analyze`.execute(db)
    const due = await duePushes(db, { limit: round.pushes })
    if (due.length !== round.pushes) throw new Error(`${due.length} of ${round.pushes} counts are due`)
    await pauseSending(db, { reason: 'operator', detail: 'until all are ready', by: 'bench' })
    const queue = await queues.queue('billing')
    await queue.pause()
    await queues.add(due.map(nudgePush))
    const workers = await Promise.all(Array.from({ length: round.workers }, () => startWorker(round, encryptionKeys)))
    const cpuBefore = cpuSecondsOf(workers.map(({ pid }) => pid))
    const startedMs = performance.now()
    await resumeSending(db, 'bench')
    await queue.resume()
    await waitFor(async () => (await openPushes()) === 0, { timeoutMs: 1_200_000, everyMs: 20, what: 'the run' })
    const seconds = (performance.now() - startedMs) / 1_000
    const workerCpuSeconds = cpuSecondsOf(workers.map(({ pid }) => pid)) - cpuBefore
    await checkLedger()
    await Promise.all(workers.map((worker) => worker.stop()))
    return { seconds, workerCpuSeconds }
  } finally {
    await queues.close()
    await close()
  }

  async function openPushes(): Promise<number> {
    const { rows } = await sql`select from push where outcome in ('waiting', 'sending') limit 1`.execute(db)
    return rows.length
  }

  async function checkLedger(): Promise<void> {
    const { rows } = await sql<{ accepted: number; attempts: number }>`
      select (select count(*)::integer from push where outcome = 'accepted') as accepted,
        (select count(*)::integer from attempt where http_status = 201) as attempts`.execute(db)
    const { accepted = 0, attempts = 0 } = rows[0] ?? {}
    if (accepted !== round.pushes || attempts < round.pushes)
      throw new Error(`of ${round.pushes} counts ${accepted} were accepted, by ${attempts} calls`)
  }
}

async function startWorker(round: BridgeRound, encryptionKeys: string) {
  const worker = startLineProcess('services/billing-worker/src/main.ts', {
    DATABASE_URL: round.databaseUrl,
    REDIS_URL: round.redisUrl,
    ENCRYPTION_KEYS: encryptionKeys,
    GRADIENT_VENDOR_API_KEY: 'bench',
    GRADIENT_BASE_URL: `${round.gradientUrl}/api`,
    GRADIENT_SERVICE_ID: 'bench',
    GRADIENT_REQUESTS_PER_SECOND: LIFTED,
    LOG_LEVEL: 'info',
    ...round.env,
  })
  await worker.next((line) => (line.includes('billing worker is at work') ? line : undefined))
  return worker
}

function report(error: Error): void {
  process.stderr.write(`${error.message}\n`)
}
