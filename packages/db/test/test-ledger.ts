import { createTestDatabase, givenConnection, givenPartner, type TestDatabase, waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import {
  type Claim,
  claimPush,
  type Db,
  planRun,
  reviseOpenPushes,
  type Settlement,
  settlePush,
  startRun,
} from '../src/index.ts'

/** The month that these tests bill. */
export const PERIOD = '2026-10'
export const LATER = new Date('2100-01-01')

/** A ledger of a test file's own, and the ways to act on it as the services do. Call it at the top of the file. */
export function useTestLedger() {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.close())
  const db = () => database.db
  const pool = () => database.pool
  const url = () => database.url

  async function connectedPartner(companies: Parameters<typeof givenPartner>[1]['companies']) {
    const partnerId = await givenPartner(db(), { companies })
    return { partnerId, connectionId: await givenConnection(db(), partnerId) }
  }

  /** Orders a requested run, of one partner or of all. */
  async function order(partnerId: string | null, period: string) {
    const run = await startRun(db(), { period, kind: 'requested', partnerId, deadlineAt: LATER, connectedBy: LATER })
    if (!run) throw new Error('no run')
    return run
  }
  const orderRun = async (partnerId: string | null, period = PERIOD) => (await order(partnerId, period)).id

  /** Orders a partner's run and plans it. */
  async function runFor(partnerId: string, period = PERIOD) {
    const run = await order(partnerId, period)
    return { ...run, planned: await planRun(db(), run.id, LATER) }
  }

  async function pushOf(partnerId: string, companyId: string, period = PERIOD) {
    return db()
      .selectFrom('push')
      .selectAll()
      .where('partner_id', '=', partnerId)
      .where('company_id', '=', companyId)
      .where('period', '=', period)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  }

  const claim = (pushId: string, claimMs = 60_000) => claimPush(db(), { pushId, worker: 'test', claimMs })

  async function mustClaim(pushId: string, claimMs?: number): Promise<Claim> {
    const claimed = await claim(pushId, claimMs)
    if (!claimed) throw new Error(`push ${pushId} was not claimed`)
    return claimed
  }

  /** Settles a claim as a worker does whose call had this result; `within` a transaction of the test's. */
  function settle(claimed: Claim, result: Settlement['result'], more: Partial<Settlement> = {}, within: Db = db()) {
    return settlePush(within, {
      ...claimed,
      result,
      retryInMs: 0,
      called: true,
      ambiguous: false,
      worker: 'test',
      noBuild: !claimed.rebuild,
      startedAt: LATER,
      finishedAt: LATER,
      httpStatus: result === 'accepted' ? 201 : 500,
      reason: null,
      message: null,
      ...more,
    })
  }

  /** Reports a count, as the next revision; answers the pushes that wait for it. */
  async function report(partnerId: string, companyId: string, billableUsers: number, period = PERIOD) {
    return db()
      .transaction()
      .execute(async (tx) => {
        await sql`
          insert into usage_count (partner_id, company_id, period, billable_users, revision)
          values (${partnerId}, ${companyId}, ${period}, ${billableUsers}, 1)
          on conflict (partner_id, company_id, period) do update
          set billable_users = excluded.billable_users, revision = usage_count.revision + 1`.execute(tx)
        return reviseOpenPushes(
          tx,
          sql`select ${partnerId}::text as partner_id, ${companyId}::text as company_id, ${period}::text as period`,
        )
      })
  }

  /** A transaction that stays open until it is told to commit. */
  async function held(inside: (tx: Db) => Promise<unknown>): Promise<{ commit(): Promise<void> }> {
    const commit = Promise.withResolvers<void>()
    const entered = Promise.withResolvers<void>()
    const ended = db()
      .transaction()
      .execute(async (tx) => {
        await inside(tx)
        entered.resolve()
        await commit.promise
      })
    await Promise.race([entered.promise, ended])
    return {
      async commit() {
        commit.resolve()
        await ended
      },
    }
  }

  /** Waits until this many statements of the database wait for a lock. */
  const blocked = (many: number) =>
    waitFor(
      async () => {
        const { rows } = await sql<{ waiting: number }>`
          select count(*)::integer as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          db(),
        )
        return (rows[0]?.waiting ?? 0) >= many
      },
      { what: `${many} blocked statements` },
    )

  return { db, pool, url, connectedPartner, orderRun, runFor, pushOf, claim, mustClaim, settle, report, held, blocked }
}
