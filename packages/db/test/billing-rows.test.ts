import { PUSH_STATES, type PushState } from '@bridge/domain'
import { givenConnection, givenPartner } from '@bridge/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BillingCursor, disconnect, listBillingRows, type RowOrder, type SortedRow } from '../src/index.ts'
import { PERIOD, useTestLedger } from './test-ledger.ts'

const { connectedPartner, db, runFor } = useTestLedger()

const line = fc
  .record({
    name: fc.constantFrom('Ådal', 'adal', 'Zug', 'zug', 'Ελιά', '青葉', '  x', '100%_', "O'Neill", 'Bjørn'),
    unitCount: fc.constantFrom(null, 0, 3, 3, 70, 10_000_000),
    outcome: fc.constantFrom(...PUSH_STATES.filter((state) => state !== 'sending')),
    settledAt: fc.constantFrom(
      null,
      '2026-11-01T06:00:00.123456Z',
      '2026-11-01T06:00:00.123457Z',
      '2026-11-02T00:00:00Z',
    ),
  })
  // What was accepted has its time.
  .filter(({ outcome, settledAt }) => outcome !== 'accepted' || settledAt !== null)
const order = fc.record({
  by: fc.constantFrom('companyId', 'companyName', 'unitCount', 'outcome', 'settledAt'),
  descending: fc.boolean(),
}) satisfies fc.Arbitrary<RowOrder>

/** A partner whose lines of the month are these, in the order of their ids. */
async function givenLines(
  lines: { name: string; unitCount: number | null; outcome: PushState; settledAt: string | null }[],
): Promise<string> {
  const companies = lines.map(({ name }, index) => ({ id: `c${String(index).padStart(3, '0')}`, name }))
  const { partnerId } = await connectedPartner(companies)
  await runFor(partnerId)
  await db().deleteFrom('push').where('partner_id', '=', partnerId).execute()
  const connection = await db()
    .selectFrom('connection')
    .select('id')
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()
  const pushes = lines.map((given, index) => ({
    connection_id: connection.id,
    partner_id: partnerId,
    company_id: companies[index]?.id ?? '',
    period: PERIOD,
    turn: 1,
    outcome: given.outcome,
    unit_count: given.unitCount,
    claim_token: null,
    claimed_by: null,
    claimed_until: null,
    last_status: null,
    last_reason: null,
    last_error: null,
    // As text: a Date has no microseconds.
    settled_at: given.settledAt as unknown as Date,
  }))
  await db().insertInto('push').values(pushes).execute()
  return partnerId
}

const cursorOf = (row: SortedRow): BillingCursor => ({
  value: row.sortValue,
  partnerId: row.partnerId,
  companyId: row.companyId,
  pushId: row.pushId,
})

/** All lines, page by page. */
async function pages(partnerId: string, by: RowOrder, limit: number): Promise<SortedRow[]> {
  const rows: SortedRow[] = []
  for (let after: BillingCursor | null = null; ; ) {
    const page: SortedRow[] = await listBillingRows(db(), { partnerId, period: PERIOD, order: by, after, limit })
    rows.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < limit) return rows
    after = cursorOf(last)
  }
}

describe('the lines of a month', () => {
  test('come in the order that was asked for, each once, however long a page is; those without a value last, of equal ones the lower id first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 25 }),
        order,
        fc.integer({ min: 1, max: 7 }),
        async (lines, by, limit) => {
          const partnerId = await givenLines(lines)
          const rows = await pages(partnerId, by, limit)
          const ids = rows.map(({ companyId }) => companyId)
          expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted())
          expect(ids).toHaveLength(lines.length)
          const at = (id: string) => Number(id.slice(1))
          if (by.by === 'companyId') {
            expect(ids).toEqual(by.descending ? ids.toSorted().toReversed() : ids.toSorted())
            return
          }
          const value = (id: string) => {
            const given = lines[at(id)]
            if (by.by === 'unitCount') return given?.unitCount ?? null
            if (by.by === 'settledAt') return given?.settledAt ?? null
            if (by.by === 'outcome') return PUSH_STATES.indexOf(given?.outcome ?? 'waiting')
            return given?.name ?? ''
          }
          for (const [index, id] of ids.slice(1).entries()) {
            const [before, after] = [value(ids[index] ?? ''), value(id)]
            if (before === after) expect(at(id)).toBeGreaterThan(at(ids[index] ?? ''))
            else if (before === null || after === null) expect(after).toBeNull()
            else if (by.by !== 'companyName') expect(by.descending ? before > after : before < after).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('come by name as people sort them, whatever the capitals', async () => {
    const names = ['Zug', 'ådal', 'Ærø', 'adal', 'Éclair', 'Ελιά', '青葉', '9 Lives', 'ZEBRA']
    const partnerId = await givenLines(
      names.map((name) => ({ name, unitCount: 1, outcome: 'waiting', settledAt: null })),
    )
    const rows = await pages(partnerId, { by: 'companyName', descending: false }, 2)
    expect(rows.map(({ companyName }) => companyName)).toEqual([
      '9 Lives',
      'adal',
      'ådal',
      'Ærø',
      'Éclair',
      'ZEBRA',
      'Zug',
      'Ελιά',
      '青葉',
    ])
  })

  test('of a company with a very long name have a place too', async () => {
    const name = '青'.repeat(200)
    const partnerId = await givenLines(
      [name, name, name].map((same) => ({ name: same, unitCount: 1, outcome: 'waiting', settledAt: null })),
    )
    expect(await pages(partnerId, { by: 'companyName', descending: true }, 1)).toHaveLength(3)
  })
})

describe('the newest lines of a month', () => {
  test('leave out a former connection’s line where a newer one has a line for the company, and only there', async () => {
    const partnerId = await givenPartner(db(), { companies: ['a', 'b', 'c'].map((id) => ({ id })) })
    const former = await givenConnection(db(), partnerId, { connectedAt: new Date('2026-01-01') })
    await runFor(partnerId)
    await disconnect(db(), former)
    await db()
      .updateTable('company')
      .set({ last_period: '2026-08', archived_at: new Date() })
      .where('partner_id', '=', partnerId)
      .where('id', '=', 'c')
      .execute()
    const present = await givenConnection(db(), partnerId, { connectedAt: new Date('2026-11-15') })
    await runFor(partnerId)
    const list = (latest: boolean, outcome?: 'cancelled' | 'no_usage') =>
      listBillingRows(db(), { partnerId, period: PERIOD, latest, outcome, after: null, limit: 10 }).then((rows) =>
        rows.map(({ companyId, connectionId }) => [companyId, connectionId === present ? 'present' : 'former']),
      )
    expect(await list(false)).toEqual([
      ['a', 'former'],
      ['a', 'present'],
      ['b', 'former'],
      ['b', 'present'],
      ['c', 'former'],
    ])
    expect(await list(true)).toEqual([
      ['a', 'present'],
      ['b', 'present'],
      ['c', 'former'],
    ])
    expect(await list(true, 'no_usage')).toHaveLength(3)
  })
})
