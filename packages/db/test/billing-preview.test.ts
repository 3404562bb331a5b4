import { billFor } from '@bridge/domain'
import { givenConnection, givenPartner } from '@bridge/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disconnect, type PreviewOrder, type PreviewRow, planRun, previewBilling, startRun } from '../src/index.ts'
import { LATER, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db } = useTestLedger()

/** The month that is running in these tests, and the one that closed last. */
const RUNNING = '2026-11'
const CLOSED = '2026-10'

const period = fc.constantFrom('2026-06', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12')
const company = fc.record({
  lastPeriod: fc.option(period, { nil: null }),
  hasAccount: fc.boolean(),
  lastAccepted: fc.constantFrom(null, 0, 7),
  usage: fc.constantFrom(undefined, 0, 5),
})
type Company = typeof company extends fc.Arbitrary<infer Value> ? Value : never
const companies = fc.array(company, { minLength: 1, maxLength: 30 })

function givenCompanies(list: Company[]): Promise<string> {
  return givenPartner(db(), {
    companies: list.map(({ lastPeriod, usage }, index) => ({
      id: `c${index}`,
      ...(lastPeriod ? { lastPeriod } : {}),
      // What was reported for another month must not be taken for this one's.
      usage: { [CLOSED]: 99, ...(usage === undefined ? {} : { [RUNNING]: usage }) },
    })),
  })
}

/** Gives the connection the accounts that are wanted, in the place of its own. */
async function givenAccounts(connectionId: string, list: Company[]): Promise<void> {
  await db().deleteFrom('account').where('connection_id', '=', connectionId).execute()
  const accounts = list.flatMap(({ hasAccount, lastAccepted }, index) =>
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
  if (accounts.length > 0) await db().insertInto('account').values(accounts).execute()
}

/** What would be sent, by company. */
async function preview(partnerId: string): Promise<Record<string, unknown>> {
  const { rows, totals } = await previewBilling(db(), { partnerId, period: RUNNING, after: null, limit: 500 })
  expect(totals).toEqual({
    companies: rows.length,
    billableUsers: rows.reduce((sum, { unitCount }) => sum + (unitCount ?? 0), 0),
    withUsage: rows.filter(({ willBeSent }) => willBeSent === 'usage').length,
    noUsage: rows.filter(({ willBeSent }) => willBeSent === 'no_usage').length,
    finalZeros: rows.filter(({ willBeSent }) => willBeSent === 'final_zero').length,
  })
  for (const { willBeSent, reportedAt } of rows) expect(reportedAt !== null).toBe(willBeSent === 'usage')
  return Object.fromEntries(rows.map((row) => [row.companyId, [row.willBeSent, row.unitCount, row.revision]]))
}

/** What a run of the month opens, by company, in the same words. */
async function plan(partnerId: string): Promise<Record<string, unknown>> {
  const run = await startRun(db(), {
    period: RUNNING,
    kind: 'requested',
    partnerId,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  await planRun(db(), run?.id ?? '', LATER)
  const pushes = await db().selectFrom('push').selectAll().where('partner_id', '=', partnerId).execute()
  return Object.fromEntries(
    pushes.map((push) => {
      const willBeSent = push.final_zero ? 'final_zero' : push.outcome === 'no_usage' ? 'no_usage' : 'usage'
      return [push.company_id, [willBeSent, push.unit_count, push.revision]]
    }),
  )
}

/** What the rule in the domain says, in the same words. */
function rule(list: Company[]): Record<string, unknown> {
  return Object.fromEntries(
    list.flatMap((each, index) => {
      const bill = billFor({ ...each, lastAccepted: each.hasAccount ? each.lastAccepted : null }, RUNNING)
      if (bill === 'nothing') return []
      if (bill === 'final_zero') return [[`c${index}`, ['final_zero', 0, 0]]]
      return [[`c${index}`, each.usage === undefined ? ['no_usage', null, 0] : ['usage', each.usage, 1]]]
    }),
  )
}

describe('the preview is what a run would open', () => {
  test('for a connected partner, by the rule of the domain, whatever its companies are', async () => {
    await fc.assert(
      fc.asyncProperty(companies, async (list) => {
        const partnerId = await givenCompanies(list)
        await givenAccounts(await givenConnection(db(), partnerId, { lastClosedPeriod: CLOSED }), list)
        const previewed = await preview(partnerId)
        expect(previewed).toEqual(rule(list))
        expect(previewed).toEqual(await plan(partnerId))
      }),
      { numRuns: 40 },
    )
  })

  test('for a partner that was never connected, if it connected now', async () => {
    await fc.assert(
      fc.asyncProperty(companies, async (list) => {
        const partnerId = await givenCompanies(list)
        const previewed = await preview(partnerId)
        await givenConnection(db(), partnerId, { lastClosedPeriod: CLOSED })
        expect(previewed).toEqual(await plan(partnerId))
      }),
      { numRuns: 25 },
    )
  })

  test('for a partner that was connected, if it connected to its last organization again', async () => {
    await fc.assert(
      fc.asyncProperty(companies, companies, async (list, later) => {
        const partnerId = await givenCompanies(list)
        for (const [index, accounts] of [list, later.slice(0, list.length)].entries()) {
          const connectedAt = new Date(`2026-0${index + 1}-01`)
          const former = await givenConnection(db(), partnerId, { lastClosedPeriod: CLOSED, connectedAt })
          await givenAccounts(former, accounts)
          await disconnect(db(), former)
        }
        const previewed = await preview(partnerId)
        await givenConnection(db(), partnerId, { lastClosedPeriod: CLOSED })
        expect(previewed).toEqual(await plan(partnerId))
      }),
      { numRuns: 25 },
    )
  })
})

describe('a preview', () => {
  const list = async (partnerId: string, order?: PreviewOrder, search?: string) => {
    const found: (PreviewRow & { sortValue: string | null })[] = []
    for (;;) {
      const last = found.at(-1)
      const after = last ? { value: last.sortValue, companyId: last.companyId } : null
      const { rows } = await previewBilling(db(), { partnerId, period: RUNNING, order, search, after, limit: 2 })
      found.push(...rows)
      if (rows.length < 2) return found.map(({ companyId }) => companyId)
    }
  }

  test('is sorted and searched page by page, companies without a number last', async () => {
    const { partnerId } = await connectedPartner([
      { id: 'a', name: 'Zug', usage: { [RUNNING]: 5 } },
      { id: 'b', name: 'bjørn' },
      { id: 'c', name: 'Ådal', usage: { [RUNNING]: 0 } },
      { id: 'd', name: 'BJØRNSUND', usage: { [RUNNING]: 5 } },
      { id: 'e', name: 'Alm' },
    ])
    expect(await list(partnerId)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await list(partnerId, { by: 'companyId', descending: true })).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(await list(partnerId, { by: 'companyName', descending: false })).toEqual(['c', 'e', 'b', 'd', 'a'])
    expect(await list(partnerId, { by: 'companyName', descending: true })).toEqual(['a', 'd', 'b', 'e', 'c'])
    expect(await list(partnerId, { by: 'unitCount', descending: false })).toEqual(['c', 'a', 'd', 'b', 'e'])
    expect(await list(partnerId, { by: 'unitCount', descending: true })).toEqual(['a', 'd', 'c', 'b', 'e'])
    expect(await list(partnerId, undefined, 'BjØrn')).toEqual(['b', 'd'])
    expect(await list(partnerId, { by: 'unitCount', descending: true }, 'bjørn')).toEqual(['d', 'b'])
  })

  test('shows how each company stands in Gradient', async () => {
    const partnerId = await givenPartner(db(), { companies: [{ id: 'a' }] })
    const account = async () => {
      const { rows } = await previewBilling(db(), { partnerId, period: RUNNING, after: null, limit: 5 })
      return [rows[0]?.accountState, rows[0]?.accountReason]
    }
    expect(await account()).toEqual(['waiting', 'not_connected'])
    await givenConnection(db(), partnerId)
    expect(await account()).toEqual(['waiting', null])
    await db()
      .updateTable('account')
      .set({ state: 'failed', reason: 'its name is taken' })
      .where('company_id', '=', 'a')
      .execute()
    expect(await account()).toEqual(['failed', 'its name is taken'])
  })
})
