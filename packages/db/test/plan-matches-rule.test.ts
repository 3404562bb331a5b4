import { billFor, PUSH_MOVES, PUSH_STATES, type PushState } from '@bridge/domain'
import { createTestDatabase, givenConnection, givenPartner, type TestDatabase } from '@bridge/testkit'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planRun, startRun } from '../src/index.ts'

const LATER = new Date('2100-01-01')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const period = fc.constantFrom('2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11')
const company = fc.record({
  lastPeriod: fc.option(period, { nil: null }),
  hasAccount: fc.boolean(),
  lastAccepted: fc.constantFrom(null, 0, 7),
  usage: fc.constantFrom(undefined, 0, 5),
})

test('the plan says as a set what billFor says of one company, for any mix of companies', async () => {
  const { db } = database
  await fc.assert(
    fc.asyncProperty(fc.array(company, { minLength: 1, maxLength: 30 }), async (companies) => {
      const billed = '2026-10'
      const partnerId = await givenPartner(db, {
        companies: companies.map(({ lastPeriod, usage }, index) => ({
          id: `c${index}`,
          ...(lastPeriod ? { lastPeriod } : {}),
          ...(usage === undefined ? {} : { usage: { [billed]: usage } }),
        })),
      })
      const connectionId = await givenConnection(db, partnerId)
      await db.deleteFrom('account').where('connection_id', '=', connectionId).execute()
      const accounts = companies.flatMap(({ hasAccount, lastAccepted }, index) =>
        hasAccount
          ? [
              {
                connection_id: connectionId,
                company_id: `c${index}`,
                name: null,
                reason: null,
                accepted_count: lastAccepted,
                accepted_period: null,
                accepted_revision: null,
              },
            ]
          : [],
      )
      if (accounts.length > 0) await db.insertInto('account').values(accounts).execute()
      const run = await startRun(db, {
        period: billed,
        kind: 'requested',
        partnerId,
        deadlineAt: LATER,
        connectedBy: LATER,
      })
      await planRun(db, run?.id ?? '', LATER)
      const rows = await db
        .selectFrom('push')
        .select(['company_id', 'outcome', 'unit_count', 'final_zero'])
        .where('partner_id', '=', partnerId)
        .execute()
      const planned = new Map(rows.map((row) => [row.company_id, row]))
      for (const [index, each] of companies.entries()) {
        const lastAccepted = each.hasAccount ? each.lastAccepted : null
        const push = planned.get(`c${index}`)
        switch (billFor({ ...each, lastAccepted }, billed)) {
          case 'nothing':
            expect(push).toBeUndefined()
            break
          case 'final_zero':
            expect(push).toMatchObject({ outcome: 'waiting', unit_count: 0, final_zero: true })
            break
          case 'usage':
            expect(push).toMatchObject(
              each.usage === undefined
                ? { outcome: 'no_usage', unit_count: null, final_zero: false }
                : { outcome: 'waiting', unit_count: each.usage, final_zero: false },
            )
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('the moves that Postgres allows are those of the table in the domain', async () => {
  const { db } = database
  const partnerId = await givenPartner(db, { companies: [{ id: 'c', usage: { '2026-10': 1 } }] })
  const connectionId = await givenConnection(db, partnerId)
  const run = await startRun(db, {
    period: '2026-10',
    kind: 'requested',
    partnerId,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  await planRun(db, run?.id ?? '', LATER)
  const allowed: string[] = []
  const asked = PUSH_STATES.flatMap((from) => PUSH_STATES.filter((to) => to !== from).map((to) => ({ from, to })))
  for (const { from, to } of asked) {
    await sql`delete from push where connection_id = ${connectionId}`.execute(db)
    const as = (state: PushState) => sql`${state}, ${state === 'sending' ? sql`gen_random_uuid()` : sql`null`}, now()`
    await sql`
      insert into push (connection_id, partner_id, company_id, period, turn, outcome, claim_token, settled_at)
      values (${connectionId}, ${partnerId}, 'c', '2026-10', 1, ${as(from)})`.execute(db)
    const move =
      sql`update push set (outcome, claim_token, settled_at) = (${as(to)}) where connection_id = ${connectionId}`.execute(
        db,
      )
    const refusal = await move.then(
      () => null,
      (error: Error) => error.message,
    )
    if (refusal === null) allowed.push(`${from} → ${to}`)
    else expect(refusal).toMatch(`may not move from ${from} to ${to}`)
  }
  const moves = Object.entries(PUSH_MOVES).flatMap(([from, to]) => Object.keys(to).map((state) => `${from} → ${state}`))
  expect(allowed.sort()).toEqual(moves.sort())
})
