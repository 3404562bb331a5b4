import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type ImportRow, importRows, putCompany, putUsage } from '../src/index.ts'
import { useTestLedger } from './test-ledger.ts'

const { blocked, connectedPartner, db, held, pool } = useTestLedger()

const PERIOD = '2026-08'

function row(partnerId: string, companyId: string, line: number, more: Partial<ImportRow> = {}): ImportRow {
  const name = `Company ${companyId}`
  const nothing = { partnerName: null, adminEmail: null }
  return { line, partnerId, ...nothing, companyId, companyName: name, period: PERIOD, billableUsers: line, ...more }
}

const importAll = (rows: ImportRow[]) =>
  importRows(pool(), {
    batches: (async function* () {
      yield rows
    })(),
    mostErrors: () => 10,
    beforeCommit: async () => undefined,
  })

const countsOf = async (partnerId: string) => {
  const { rows } = await sql<{ count: string }>`
    select company_id || ' ' || billable_users || ' ' || revision as count from usage_count
    where partner_id = ${partnerId} order by company_id`.execute(db())
  return rows.map(({ count }) => count)
}

test('an import whose companies are registered and reported at the same moment keeps all of it, and its own counts as the last', async () => {
  const { partnerId } = await connectedPartner([])
  const registering = await held(async (tx) => {
    await putCompany(tx, { partnerId, companyId: 'b', name: 'Otherwise' }, async () => null)
    await putUsage(tx, { partnerId, companyId: 'b', period: PERIOD, billableUsers: 99 })
  })
  const importing = importAll(['a', 'b', 'c'].map((id, at) => row(partnerId, id, at + 1)))
  await blocked(1)
  await registering.commit()
  expect(await importing).toMatchObject({ rejected: 0, changed: { partners: 0, companies: 3, usage: 3 } })
  expect(await countsOf(partnerId)).toEqual(['a 1 1', 'b 2 2', 'c 3 1'])
  const { rows } = await sql`
    select co.name, a.due from company co join account a on a.company_id = co.id join connection c on c.id = a.connection_id and c.partner_id = co.partner_id
    where co.partner_id = ${partnerId} order by co.id`.execute(db())
  expect(rows).toEqual(['a', 'b', 'c'].map((id) => ({ name: `Company ${id}`, due: true })))
})

test('a count that is reported while an import changes it is neither lost nor counted twice', async () => {
  const { partnerId } = await connectedPartner([{ id: 'a', usage: { [PERIOD]: 5 } }, { id: 'b' }])
  const reporting = await held(async (tx) => {
    await putUsage(tx, { partnerId, companyId: 'a', period: PERIOD, billableUsers: 6 })
    await putUsage(tx, { partnerId, companyId: 'b', period: PERIOD, billableUsers: 7 })
  })
  const importing = importAll([row(partnerId, 'a', 1), row(partnerId, 'b', 2)])
  await blocked(1)
  await reporting.commit()
  await importing
  expect(await countsOf(partnerId)).toEqual(['a 1 3', 'b 2 2'])
  const { rows } = await sql<{ kept: string }>`
    select company_id || ' ' || billable_users as kept from usage_revision where partner_id = ${partnerId} order by company_id, revision`.execute(
    db(),
  )
  expect(rows.map(({ kept }) => kept)).toEqual(['a 5', 'a 6', 'b 7'])
})

test('what an import finds as it is stays untouched; of the rest new and changed are told together', async () => {
  const { partnerId } = await connectedPartner([
    { id: 'a', name: 'Company a', usage: { [PERIOD]: 1 } },
    { id: 'b', name: 'Old' },
  ])
  const rows = ['a', 'b', 'c'].map((id, at) => row(partnerId, id, at + 1))
  expect(await importAll(rows)).toMatchObject({ changed: { companies: 2, usage: 2 } })
  expect(await importAll(rows)).toMatchObject({ changed: { companies: 0, usage: 0 }, syncs: [] })
  const events = await sql<{ kind: string }>`
    select kind || ' ' || company_id as kind from company_event where partner_id = ${partnerId}`.execute(db())
  expect(events.rows).toEqual([{ kind: 'renamed b' }])
})
