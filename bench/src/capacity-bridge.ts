import { connect, duePushes, pauseSending, resumeSending } from '@bridge/db'
import { createQueues, nudgePushes } from '@bridge/queue'
import { waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { sql } from 'kysely'
import { planMonth } from './plan-month.ts'
import { cpuSecondsOf } from './process-cpu.ts'
import { seedCompanies } from './seed-companies.ts'
import { startService } from './start-service.ts'

const PERIOD = '2026-10'
const COMPANIES_OF_A_PARTNER = 100

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
  cpuSeconds: number
}

/**
 * Sends a planned run with our own billing workers as `npm start` starts them, with the whole ledger. All of it lies in the queue and is held back by a stop and a
 * paused queue until the workers are at work; the time counts from there to the end of the run, the partners' closing calls included.
 */
export async function runBridge(round: BridgeRound): Promise<BridgeFigures> {
  const { db, close } = connect({ url: round.databaseUrl, applicationName: 'bench', statementTimeoutMs: 0 })
  const queues = createQueues({ redisUrl: round.redisUrl, onError: report })
  const encryptionKeys = makeKey('bench')
  try {
    const partners = Math.ceil(round.pushes / COMPANIES_OF_A_PARTNER)
    await seedCompanies(db, { companies: round.pushes, partners, period: PERIOD, encryptionKeys })
    await planMonth(db, PERIOD)
    await sql`analyze`.execute(db)
    const due = await duePushes(db, { limit: round.pushes })
    if (due.length !== round.pushes) throw new Error(`${due.length} of ${round.pushes} counts are due`)
    await pauseSending(db, { reason: 'operator', detail: 'until all are ready', by: 'bench' })
    const queue = await queues.queue('batches')
    await queue.pause()
    await queues.add(nudgePushes(due))
    const workers = await Promise.all(
      Array.from({ length: round.workers }, () =>
        startService('billing-worker', { ...round, encryptionKeys }, round.env),
      ),
    )
    const cpuBefore = cpuSecondsOf(workers.map(({ pid }) => pid))
    const startedMs = performance.now()
    await resumeSending(db, 'bench')
    await queue.resume()
    await waitFor(isFinished, { timeoutMs: 1_200_000, everyMs: 20, what: 'the run' })
    const seconds = (performance.now() - startedMs) / 1_000
    const cpuSeconds = cpuSecondsOf(workers.map(({ pid }) => pid)) - cpuBefore
    await checkLedger()
    await Promise.all(workers.map((worker) => worker.stop()))
    return { seconds, cpuSeconds }
  } finally {
    await queues.close()
    await close()
  }

  async function isFinished(): Promise<boolean> {
    const { rows } = await sql`select from billing_run where finished_at is null`.execute(db)
    return rows.length === 0
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

function report(error: Error): void {
  process.stderr.write(`${error.message}\n`)
}
