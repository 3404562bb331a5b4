import { createHash, randomBytes } from 'node:crypto'
import { connect, type Db, insertOperator, insertOperatorSession, migrate } from '@bridge/db'
import { seedConsole, startThrowawayPostgres, startThrowawayRedis } from '@bridge/testkit'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Ask } from './console-routes.ts'
import { startProcess, stop } from './stack.ts'

const DAY_MS = 24 * 3_600_000
/** Lines in the audit, as some years of a busy team leave them. */
const ACTIONS = 50_000
/** As when all of a run is retried; so many of them are under way at a time. */
const RETRIED = 100_000
const UNDER_WAY = 500

/** A console in a process of its own, and an operator who is signed in there. */
export interface StartedConsole {
  ask: Ask
  stop(): Promise<void>
}

/** A seeded database to look at through consoles. */
export interface ConsoleUnderBench {
  db: Db
  pool: Pool
  startConsole(): Promise<StartedConsole>
  close(): Promise<void>
}

/**
 * Starts servers and fills the database, or takes `databaseUrl` where that was filled before. `watch` sees the pool before its first connection.
 * The newest month's rows have been rewritten since they were last vacuumed, as in the middle of a run.
 */
export async function prepareConsole(options: {
  pushes: number
  attempts: number
  databaseUrl: string | undefined
  watch(pool: Pool): void
}): Promise<ConsoleUnderBench> {
  const server = options.databaseUrl === undefined ? await startThrowawayPostgres() : undefined
  const redis = await startThrowawayRedis()
  const url = options.databaseUrl ?? server?.url ?? ''
  await migrate(url)
  const { db, pool, close } = connect({ url, applicationName: 'bench', poolSize: 2, statementTimeoutMs: 0 })
  options.watch(pool)
  if (server) {
    await seedConsole(db, { ...options, now: new Date(), sent: 0.6 })
    await wear(db)
  }
  const cookie = await signedIn(db)
  return {
    db,
    pool,
    async startConsole() {
      const settings = { DATABASE_URL: url, REDIS_URL: redis.url, PORT: '0', LOG_LEVEL: 'info' }
      const { child, url: at } = await startProcess('services/console/src/main.ts', settings)
      return { ask: asker(at, cookie), stop: () => stop(child) }
    },
    async close() {
      await close()
      await Promise.all([redis.close(), server?.close()])
    },
  }
}

/** What a seed has none of: years of an audit, a retry of many, and a newest month that is being sent. */
async function wear(db: Db): Promise<void> {
  await sql`
    insert into operator_action (at, via, operator_name, address, action, reason, on_rows, after)
    select now() - n * interval '20 minutes', 'console', 'operator ' || n % 9, '10.0.0.' || n % 250,
      (array['session.begin', 'session.end', 'retry.start', 'sending.pause', 'sending.resume', 'board.retry'])[1 + n % 6],
      case when n % 6 > 1 then 'Gradient is back, ticket ' || n end, jsonb_build_object('partnerId', 'msp-' || 1000 + n % 2000),
      jsonb_build_object('willBeSent', n % 400, 'refused', '[]'::jsonb)
    from generate_series(1, ${ACTIONS}::integer) n`.execute(db)
  await sql`
    with r as (
      insert into retry (preview_token, scope, reason, asked_by)
      select 'bench', jsonb_build_object('runId', id, 'outcomes', jsonb_build_array('failed')), 'Gradient is back', 'bench'
      from billing_run order by period desc limit 1 returning id)
    insert into retry_item (retry_id, push_id, state, outcome, released_at)
    select r.id, p.id, case when p.n <= ${UNDER_WAY} then 'released' when p.n % 2 = 0 then 'settled' else 'waiting' end,
      case when p.n > ${UNDER_WAY} and p.n % 2 = 0 then 'accepted' end, case when p.n <= ${UNDER_WAY} or p.n % 2 = 0 then now() end
    from r, (select id, row_number() over (order by id) as n from push where period = (select max(period) from push) limit ${RETRIED}) p`.execute(
    db,
  )
  await sql`vacuum analyze`.execute(db)
  await sql`update push set due_at = due_at + interval '1 second' where period = (select max(period) from push)`.execute(
    db,
  )
}

/** Makes an operator, without a password, and a session. Answers its cookie. */
async function signedIn(db: Db): Promise<string> {
  const text = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(text).digest()
  await db.transaction().execute(async (tx) => {
    const name = `bench ${text.slice(0, 8)}`
    const operator = await insertOperator(tx, { name, role: 'operator', passwordHash: 'none' })
    const now = new Date()
    const session = { hash, passwordHash: null, address: 'bench', now, expiresAt: new Date(now.getTime() + DAY_MS) }
    await insertOperatorSession(tx, { ...session, operatorId: operator?.id ?? '' })
  })
  return `console=${text}`
}

function asker(at: string, cookie: string): Ask {
  return async (method, path, body) => {
    const response = await fetch(`${at}${path}`, {
      method,
      headers: {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
}
