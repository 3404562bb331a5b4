import { type Db, type NudgedMail, openBreakdownMails, planRun, startRun } from '@bridge/db'
import type { RetryPolicy } from '@bridge/domain'
import { createQueues, nudgeMail, type Queues } from '@bridge/queue'
import { createLog, systemClock } from '@bridge/runtime'
import { createTestDatabase, createTestRedis, givenConnection, givenPartner, waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { Config, MailOptions } from '../src/config.ts'
import { startMailWorker } from '../src/worker.ts'

export const PERIOD = '2026-10'
const LATER = new Date('2100-01-01')
const SENDER = { name: 'Phin Billing', address: 'billing@phin.example' }

/** Tries that follow each other at once. */
const QUICK: RetryPolicy = { tries: 5, firstMs: 20, mostMs: 50 }

/** The way to a mail server on this machine. */
export function mailTo(port: number, smtp: Partial<MailOptions['smtp']> = {}): MailOptions {
  return {
    smtp: { host: '127.0.0.1', port, secure: false, requireTls: false, login: null, ...smtp },
    from: SENDER,
    pageUrl: 'https://bridge.example/portal',
  }
}

/** A database and a queue of a test file's own, and what happens around the mail worker. Call it at the top of the file. */
export function useMailRig() {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let redis: ReturnType<typeof createTestRedis>
  let queues: Queues
  beforeAll(async () => {
    database = await createTestDatabase()
    redis = createTestRedis()
    queues = createQueues({ redisUrl: redis.url, prefix: redis.prefix, onError: () => {} })
  })
  afterAll(async () => {
    await queues.close()
    await redis.close()
    await database.close()
  })
  const db = (): Db => database.db

  /** Starts a worker, closed when the test is over; `null` where there is no mail server. */
  async function startWorker(mail: MailOptions | null, more: Partial<Config> = {}) {
    const worker = await startMailWorker({
      log: createLog({ name: 'mail-worker', level: 'silent' }),
      clock: systemClock,
      config: {
        databaseUrl: database.url,
        redisUrl: redis.url,
        queuePrefix: redis.prefix,
        host: '127.0.0.1',
        healthPort: 0,
        logLevel: 'silent',
        concurrency: 5,
        timeZone: 'America/New_York',
        vendorName: 'Phin',
        retry: QUICK,
        mail,
        ...more,
      },
    })
    onTestFinished(() => worker.close())
    return worker
  }

  /** The environment of a worker that is a process of its own. */
  const environment = (more: Record<string, string>) => ({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    QUEUE_PREFIX: redis.prefix,
    MAIL_FROM: `${SENDER.name} <${SENDER.address}>`,
    PUBLIC_URL: 'https://bridge.example',
    ...more,
  })

  /** A connected partner with an admin, whose companies have these counts. */
  async function partnerWith(
    counts: Record<string, number | null>,
    adminEmail: string | null = 'ana@msp.example',
  ): Promise<{ partnerId: string; connectionId: string }> {
    const companies = Object.entries(counts).map(([name, count], index) => ({
      id: `c${index + 1}`,
      name,
      ...(count === null ? {} : { usage: { [PERIOD]: count } }),
    }))
    const partnerId = await givenPartner(db(), { companies })
    await db().updateTable('partner').set({ admin_email: adminEmail }).where('id', '=', partnerId).execute()
    return { partnerId, connectionId: await givenConnection(db(), partnerId) }
  }

  /** Orders a run of the partner and has all its counts taken by Gradient. */
  async function runOf(partnerId: string): Promise<void> {
    const order = { period: PERIOD, kind: 'requested', partnerId, deadlineAt: LATER, connectedBy: LATER } as const
    const run = await startRun(db(), order)
    if (!run) throw new Error('no run')
    await planRun(db(), run.id, LATER)
    const waiting = db().updateTable('push').where('partner_id', '=', partnerId)
    await waiting
      .where('outcome', '=', 'waiting')
      .set({ outcome: 'sending', claim_token: crypto.randomUUID() })
      .execute()
    await waiting
      .where('outcome', '=', 'sending')
      .set({ outcome: 'accepted', claim_token: null, settled_at: LATER })
      .execute()
    await db().updateTable('billing_run').set({ finished_at: LATER }).where('id', '=', run.id).execute()
  }

  /** A partner whose run is over, and its breakdown mail, not nudged yet. */
  async function owedMail(
    adminEmail?: string | null,
  ): Promise<NudgedMail & { partnerId: string; connectionId: string }> {
    const partner = await partnerWith({ Northwind: 12, Contoso: 0, Fabrikam: null }, adminEmail)
    await runOf(partner.partnerId)
    const [mail] = await openBreakdownMails(db(), [{ connectionId: partner.connectionId, period: PERIOD }])
    if (!mail) throw new Error('no mail is owed')
    return { ...mail, ...partner }
  }

  const nudge = (...mails: NudgedMail[]) => queues.add(mails.map(nudgeMail))

  const mailRow = (id: string) => db().selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  /** Waits until the mail has come to this state. */
  const untilMail = (id: string, status: string) =>
    waitFor(
      async () => {
        const row = await mailRow(id)
        return row.status === status && row
      },
      { what: `the mail to be ${status}` },
    )

  return {
    db,
    queues: () => queues,
    startWorker,
    environment,
    partnerWith,
    runOf,
    owedMail,
    nudge,
    mailRow,
    untilMail,
  }
}
