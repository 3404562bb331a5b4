import { connect as connectTo } from 'node:net'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRun } from './open-run.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())
beforeEach(async () => {
  await sql`truncate partner, company, usage_count, usage_revision, idempotency_key, connection, account, account_sync, billing_run, partner_run, push cascade`.execute(
    gateway.database.db,
  )
})

const HEADER = 'partner_id,partner_name,admin_email,company_id,company_name,period,billable_users\n'
const csv = (body: unknown, headers: Record<string, string> = {}) =>
  gateway.call('POST', '/v1/imports', body, { 'content-type': 'text/csv; charset=utf-8', ...headers })
const ndjson = (...lines: unknown[]) =>
  gateway.call(
    'POST',
    '/v1/imports',
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    {
      'content-type': 'application/x-ndjson',
    },
  )

/** Everything that imports write, with when. */
async function stored() {
  const { rows } = await sql<{ all: unknown }>`
    select jsonb_build_object(
      'partners', (select jsonb_agg(p order by id) from partner p),
      'companies', (select jsonb_agg(c order by partner_id, id) from company c),
      'usage', (select jsonb_agg(u order by partner_id, company_id, period) from usage_count u),
      'history', (select jsonb_agg(h order by partner_id, company_id, period, revision) from usage_revision h)) as all`.execute(
    gateway.database.db,
  )
  return rows[0]?.all as { partners: Row[] | null; companies: Row[] | null; usage: Row[] | null; history: Row[] | null }
}
type Row = Record<string, unknown>

const GOOD = `${HEADER}p1,"Søster & Co, ApS",it@soster.dk,c1,"Ωmega ""Ω"" \\ Ltd",2026-10,12\r\np1,,,c2,株式会社,2026-10,0\r\np2,Zweite,,c1,Übung,,\r\n`

describe('an import', () => {
  it('keeps what its lines say, names with commas, quotes, backslashes and other scripts included', async () => {
    const answer = await csv(`\uFEFF${GOOD}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      lines: 3,
      accepted: 3,
      rejected: 0,
      errors: [],
      errorsOmitted: 0,
      changed: { partners: 2, companies: 3, usage: 2 },
    })
    const all = await stored()
    expect(all.partners).toMatchObject([
      { id: 'p1', name: 'Søster & Co, ApS', admin_email: 'it@soster.dk' },
      { id: 'p2', name: 'Zweite', admin_email: null },
    ])
    expect(all.companies).toMatchObject([
      { partner_id: 'p1', id: 'c1', name: 'Ωmega "Ω" \\ Ltd' },
      { partner_id: 'p1', id: 'c2', name: '株式会社' },
      { partner_id: 'p2', id: 'c1', name: 'Übung' },
    ])
    expect(all.usage).toMatchObject([
      { partner_id: 'p1', company_id: 'c1', period: '2026-10', billable_users: 12, revision: 1 },
      { partner_id: 'p1', company_id: 'c2', period: '2026-10', billable_users: 0, revision: 1 },
    ])
  })

  it('twice changes nothing, not even a time', async () => {
    await csv(GOOD)
    const before = await stored()
    const again = await csv(GOOD)
    expect(again.body).toMatchObject({ accepted: 3, changed: { partners: 0, companies: 0, usage: 0 } })
    expect(await stored()).toEqual(before)
  })

  it('of a changed number is the next revision, and what it replaced is kept', async () => {
    await csv(GOOD)
    await csv('billable_users,period,company_id,partner_id\n13,2026-10,c1,p1\n')
    const all = await stored()
    expect(all.usage?.[0]).toMatchObject({ billable_users: 13, revision: 2 })
    expect(all.history).toMatchObject([{ company_id: 'c1', revision: 1, billable_users: 12 }])
  })

  it('leaves alone what a line leaves out', async () => {
    await csv(GOOD)
    const before = await stored()
    const answer = await csv(`${HEADER}p1,,,c1,,,\np1,,,,,,\np2,,,c1,,2026-10,\n`)
    expect(answer.body).toMatchObject({ lines: 3, accepted: 3, changed: { partners: 0, companies: 0, usage: 0 } })
    expect(await stored()).toEqual(before)
  })

  it('lets the last line count, field by field', async () => {
    await csv(`${HEADER}p1,Old,a@b.de,c1,Old,2026-10,1\np1,New,,c1,New,2026-10,2\np1,,,c1,,2026-10,3\n`)
    const all = await stored()
    expect(all.partners).toMatchObject([{ name: 'New', admin_email: 'a@b.de' }])
    expect(all.companies).toMatchObject([{ name: 'New' }])
    expect(all.usage).toMatchObject([{ billable_users: 3, revision: 1 }])
  })

  it('names each bad line and keeps the good ones', async () => {
    await csv(`${HEADER}p1,One,,gone,Gone,,\n`)
    await gateway.call('DELETE', '/v1/partners/p1/companies/gone')
    const bad: [string, string][] = [
      ['p1,One', 'wrong_field_count'],
      [',One,,c1,C,,', 'partner_id_missing'],
      ['p 1,One,,c1,C,,', 'invalid_partner_id'],
      ['p1,"On\ne",,c1,C,,', 'invalid_partner_name'],
      ['p1,One,nobody,c1,C,,', 'invalid_admin_email'],
      ['p1,One,,c/1,C,,', 'invalid_company_id'],
      ['p1,One,,c1," ",,', 'invalid_company_name'],
      ['p1,One,,c1,C,2026-13,1', 'invalid_period'],
      ['p1,One,,c1,C,2027-01,1', 'period_in_future'],
      ['p1,One,,c1,C,2026-10,-1', 'invalid_billable_users'],
      ['p1,One,,c1,C,2026-10,1.0', 'invalid_billable_users'],
      ['p1,One,,c1,C,2026-10,10000001', 'invalid_billable_users'],
      ['p1,One,,c1,C,2026-10,"1,000"', 'invalid_billable_users'],
      ['p1,One,,c1,C,,5', 'period_missing'],
      ['p1,One,,,C,,', 'company_id_missing'],
      ['p1,One,,,,2026-10,5', 'company_id_missing'],
      ['p1,One "the first",,c1,C,,', 'malformed_csv'],
      [`p1,${'x'.repeat(40_000)},,c1,C,,`, 'line_too_long'],
      ['nobody,,,c1,C,2026-10,5', 'partner_unknown'],
      ['p1,,,nobody,,2026-10,5', 'company_unknown'],
      ['p9,Nine,,nobody,,2026-10,5', 'company_unknown'],
      ['p9,,,c1,C,,', 'partner_unknown'],
      ['p1,,,gone,,2026-12,1', 'company_archived'],
    ]
    gateway.clock.set('2026-12-02T12:00:00Z')
    try {
      const good = 'p1,,,good,Good,2026-10,1'
      const lines = [...bad.map(([line]) => line), good]
      const answer = await csv(HEADER + lines.join('\n'))
      let line = 2
      const expected = bad.map(([text, code]) => {
        const at = line
        line += text.split('\n').length
        return { line: at, code }
      })
      expect(
        answer.body.errors.map((error: { line: number; code: string }) => ({ line: error.line, code: error.code })),
      ).toEqual(expected)
      expect(answer.body.errors[0].message).toBe('Line 2 has not as many fields as the header (2, not 7).')
      expect(answer.body).toMatchObject({ lines: lines.length, rejected: expected.length, errorsOmitted: 0 })
      const all = await stored()
      expect(all.companies?.map(({ id }) => id)).toEqual(['gone', 'good'])
      expect(all.partners?.map(({ id }) => id)).toEqual(['p1'])
    } finally {
      gateway.clock.set('2026-11-22T12:00:00Z')
    }
  })

  it('refuses bytes that are not UTF-8, by line', async () => {
    const latin1 = Buffer.from(`${HEADER}p1,One,,c1,Caf\u00e9,,\np1,One,,c2,Tea,,\n`, 'latin1')
    expect((await csv(latin1)).body).toMatchObject({ accepted: 1, errors: [{ line: 2, code: 'not_utf8' }] })
  })

  it('takes NDJSON with the same names', async () => {
    const answer = await ndjson(
      {
        partner_id: 'p1',
        partner_name: 'Eins',
        company_id: 'c1',
        company_name: 'A\\B',
        period: '2026-10',
        billable_users: 5,
      },
      '',
      { partner_id: 'p1', partner_name: null, company_id: 'c2', company_name: 'Zwei' },
      { partner_id: 'p1', colour: 'red' },
      '{"partner_id":"p1","partner_id":"p2"}',
      '[1]',
      '{"partner_id":',
      { partner_id: 'p1', company_id: 'c1', period: '2026-10', billable_users: '5' },
      { partner_id: 'p1', company_id: 'c1', period: '2026-10', billable_users: 5.5 },
      { partner_id: 7 },
      `{"partner_id":"p1","company_name":"${'x'.repeat(40_000)}"}`,
      { partner_id: 'p1', company_id: 'c1', company_name: 'a\u0000b' },
    )
    expect(answer.body).toMatchObject({ lines: 11, accepted: 2, rejected: 9 })
    expect(answer.body.errors.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual([
      [4, 'unknown_field'],
      [5, 'malformed_json'],
      [6, 'malformed_json'],
      [7, 'malformed_json'],
      [8, 'invalid_billable_users'],
      [9, 'invalid_billable_users'],
      [10, 'invalid_partner_id'],
      [11, 'line_too_long'],
      [12, 'malformed_json'],
    ])
    expect((await stored()).usage).toMatchObject([{ company_id: 'c1', billable_users: 5 }])
  })

  it('sends new and renamed companies of a connected partner to Gradient, with one sync for all', async () => {
    await csv(GOOD)
    const { partnerKey } = await gateway.makeKey('Eins')
    await gateway.call('PUT', '/v1/partners/p1/gradient-connection', { partnerApiKey: partnerKey })
    await sql`update account_sync set status = 'done'`.execute(gateway.database.db)
    await sql`update account set state = 'present', due = false`.execute(gateway.database.db)
    const many = Array.from({ length: 3000 }, (_, index) => `p1,,,new-${index},New ${index},,\n`).join('')
    const answer = await csv(`${HEADER}p1,,,c1,Renamed,,\np1,,,c2,株式会社,,\np2,,,c9,Elsewhere,,\n${many}`)
    expect(answer.body.changed.companies).toBe(3002)
    const due = await sql<{ id: string }>`select company_id as id from account where due order by company_id`.execute(
      gateway.database.db,
    )
    expect(due.rows).toHaveLength(3001)
    expect(due.rows.map(({ id }) => id)).not.toContain('c2')
    const syncs = await sql<{
      id: string
      nudge: number
    }>`select id, nudge from account_sync where status = 'queued'`.execute(gateway.database.db)
    expect(syncs.rows).toHaveLength(1)
    const job = `sync-${syncs.rows[0]?.id}-${syncs.rows[0]?.nudge}`
    await waitFor(async () => (await gateway.queues.look('accounts', [job]))[0] === 'there')
  })

  it('of usage that was billed already opens its pushes again, and nudges them', async () => {
    await csv(GOOD)
    const runId = await openRun(gateway, { partnerId: 'p1', period: '2026-10' })
    await sql`update push set outcome = 'sending', claim_token = gen_random_uuid(), claimed_until = now() where company_id = 'c1'`.execute(
      gateway.database.db,
    )
    await sql`update push set outcome = 'accepted', claim_token = null, settled_at = now() where company_id = 'c1'`.execute(
      gateway.database.db,
    )
    await csv(`${HEADER}p1,,,c1,,2026-10,13\np1,,,c3,Drei,2026-10,3\n`)
    const { body } = await gateway.call('GET', `/v1/billing-runs/${runId}/pushes`)
    expect(body.data).toMatchObject([
      { companyId: 'c1', outcome: 'waiting', unitCount: 13, revision: 2 },
      { companyId: 'c2', outcome: 'waiting', unitCount: 0 },
      { companyId: 'c3', outcome: 'waiting', unitCount: 3 },
    ])
    const run = await gateway.call('GET', `/v1/billing-runs/${runId}`)
    expect(run.body).toMatchObject({ expected: 3, missing: 0 })
    const { rows } = await sql<{ id: string }>`
      select id from push where company_id in ('c1', 'c3')`.execute(gateway.database.db)
    await waitFor(async () => {
      const batched = await gateway.queues.batchedPushes()
      return rows.every(({ id }) => batched.has(id))
    })
  })

  it('that is broken off keeps nothing, and frees its key', async () => {
    const { hostname, port } = new URL(gateway.url)
    const socket = connectTo(Number(port), hostname)
    const head = `POST /v1/imports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${gateway.token}\r\ncontent-type: text/csv\r\nidempotency-key: broken\r\ncontent-length: 10000000\r\n\r\n`
    socket.write(head + HEADER + 'p1,One,,c1,C,2026-10,5\n'.repeat(5000))
    const running = () =>
      sql<{ n: string }>`select count(*) as n from idempotency_key where key = 'broken'`.execute(gateway.database.db)
    await waitFor(async () => (await running()).rows[0]?.n === '1')
    socket.destroy()
    await waitFor(async () => (await running()).rows[0]?.n === '0')
    expect(await stored()).toEqual({ partners: null, companies: null, usage: null, history: null })
    expect((await csv(GOOD, { 'idempotency-key': 'broken' })).status).toBe(200)
  })

  it('with the same key is answered again, without importing; with another body it is refused', async () => {
    const first = await csv(GOOD, { 'idempotency-key': 'k1' })
    await gateway.call('PUT', '/v1/partners/p1', { name: 'Renamed since' })
    const again = await csv(GOOD, { 'idempotency-key': 'k1' })
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([200, first.body, 'true'])
    expect((await gateway.call('GET', '/v1/partners/p1')).body.name).toBe('Renamed since')
    const other = await csv(`${GOOD}p2,,,c2,Other,,\n`, { 'idempotency-key': 'k1' })
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  })

  it('by several at once loses nothing', async () => {
    const file = (salt: number) =>
      HEADER +
      Array.from(
        { length: 500 },
        (_, i) => `p${i % 7},Partner ${i % 7},,c${(i * 13) % 500},Company ${i},2026-10,${i + salt}\n`,
      ).join('')
    const answers = await Promise.all([1, 2, 3, 4, 5].map((salt) => csv(file(salt))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    const { rows } = await sql<{ gaps: string; counts: string }>`
      select count(*) as counts, count(*) filter (where u.revision <> 1 + (select count(*) from usage_revision r
        where (r.partner_id, r.company_id, r.period) = (u.partner_id, u.company_id, u.period))) as gaps from usage_count u`.execute(
      gateway.database.db,
    )
    expect(rows[0]).toEqual({ counts: '500', gaps: '0' })
  })
})
