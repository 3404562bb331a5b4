import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRun } from './open-run.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
  const lines = [
    'c1,Zeta,2026-10,3',
    'c2,ålesund 100%,2026-10,7',
    'c3,みどり丘,2026-10,',
    'c4,Alpha,2026-10,7',
    'c5,"=beta, Ltd",2026-10,0',
    'c1,,2026-11,5',
  ]
  await gateway.call(
    'POST',
    '/v1/imports',
    `partner_id,partner_name,company_id,company_name,period,billable_users\n${lines.map((line) => `p1,One,${line}`).join('\n')}`,
    { 'content-type': 'text/csv' },
  )
  await gateway.call('PUT', '/v1/partners/p2', { name: 'Two' })
  await openRun(gateway, { partnerId: 'p1', period: '2026-10' })
})
afterAll(() => gateway.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  gateway.call('GET', `/v1/partners/p1/${path}`, undefined, headers)
const idsOf = (data: { companyId: string }[]) => data.map(({ companyId }) => companyId)

/** Follows the cursors to the end. */
async function all(path: string): Promise<string[]> {
  const found: string[] = []
  let cursor = ''
  do {
    const { body } = await get(`${path}&limit=2&cursor=${cursor}`)
    found.push(...idsOf(body.data))
    cursor = body.nextCursor ?? ''
  } while (cursor !== '')
  return found
}

/** What a worker would write that has sent c2, and been told that c4 is unmapped. */
async function givenAnswers(): Promise<void> {
  const { db } = gateway.database
  await sql`update push set outcome = 'sending', claim_token = gen_random_uuid(), attempts = 1 where company_id in ('c2', 'c4')`.execute(
    db,
  )
  await sql`update push set outcome = 'accepted', claim_token = null, last_status = 201, settled_at = '2026-11-01T06:00:01Z' where company_id = 'c2'`.execute(
    db,
  )
  await sql`update push set outcome = 'unmapped', claim_token = null, last_status = 404, last_reason = 'unmapped', settled_at = '2026-11-01T06:00:02Z' where company_id = 'c4'`.execute(
    db,
  )
  await sql`
    insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, reason, message, unit_count, revision, no_build)
    select connection_id, id, 'count', 'test', '2026-11-01T06:00:00Z', settled_at, last_status, last_reason, case outcome when 'unmapped' then 'not mapped' end, unit_count, revision, true
    from push where company_id in ('c2', 'c4')`.execute(db)
}

describe('a partner’s lines', () => {
  it.each([
    ['', ['c1', 'c2', 'c3', 'c4', 'c5']],
    ['order=desc', ['c5', 'c4', 'c3', 'c2', 'c1']],
    ['sort=company', ['c5', 'c2', 'c4', 'c1', 'c3']],
    ['sort=unitCount&order=desc', ['c2', 'c4', 'c1', 'c5', 'c3']],
    ['sort=unitCount', ['c5', 'c1', 'c2', 'c4', 'c3']],
    ['sort=outcome', ['c1', 'c2', 'c4', 'c5', 'c3']],
    ['sort=settledAt', ['c3', 'c1', 'c2', 'c4', 'c5']],
    ['search=Å', ['c2']],
    ['search=%25', ['c2']],
    ['search=C3&latest=true', ['c3']],
    ['search=%20zeta%20', ['c1']],
    ['outcome=no_usage&sort=company', ['c3']],
  ])('are listed by ?%s', async (query, ids) => {
    expect(await all(`billing/2026-10?${query}`)).toEqual(ids)
    const file = await get(`billing/2026-10?${query}`, { accept: 'text/csv' })
    expect(idsOf(parse(file.body, { columns: true }))).toEqual(ids)
  })

  it('take no cursor of another order', async () => {
    const cursorOf = async (query: string) => (await get(`billing/2026-10?limit=1&${query}`)).body.nextCursor
    const queries = [
      '',
      'order=desc',
      'sort=company',
      'sort=company&order=desc',
      'sort=unitCount',
      'sort=outcome',
      'sort=settledAt',
    ]
    const cursors = await Promise.all(queries.map(cursorOf))
    for (const [own, query] of queries.entries()) {
      for (const [other, cursor] of cursors.entries()) {
        const { status, body } = await get(`billing/2026-10?limit=1&${query}&cursor=${cursor}`)
        expect([query, queries[other], status, body.code]).toEqual([
          query,
          queries[other],
          ...(own === other ? [200, undefined] : [400, 'bad_cursor']),
        ])
      }
    }
    expect((await get(`billing-preview?sort=company&cursor=${cursors[2]}`)).body.code).toBe('bad_cursor')
  })

  it('say what was sent when, and what was corrected, in the list and at the end of the file', async () => {
    await givenAnswers()
    await gateway.call('PUT', '/v1/partners/p1/companies/c2/usage/2026-10', { billableUsers: 8 })
    await gateway.call('PUT', '/v1/partners/p1/companies/c4/usage/2026-10', { billableUsers: 9 })
    const { data } = (await get('billing/2026-10')).body
    const at = expect.stringMatching(/^20.*Z$/)
    expect(data[1]).toMatchObject({
      unitCount: 8,
      outcome: 'waiting',
      sentAt: '2026-11-01T06:00:01.000Z',
      corrected: { from: 7, fromRevision: 1, at },
    })
    expect(data[3]).toMatchObject({ unitCount: 9, sentAt: null, corrected: null })
    const file = (await get('billing/2026-10', { accept: 'text/csv' })).body
    expect(file.split('\n')[0]).toBe(
      'partnerId,companyId,companyName,period,unitCount,revision,outcome,waitingReason,attempts,lastStatus,lastError,settledAt,sentAt,correctedFrom,correctedFromRevision,correctedAt',
    )
    const rows = parse(file, { columns: true }) as Record<string, string>[]
    expect(rows[1]).toMatchObject({
      sentAt: '2026-11-01T06:00:01.000Z',
      correctedFrom: '7',
      correctedFromRevision: '1',
      correctedAt: data[1].corrected.at,
    })
    expect(rows[3]).toMatchObject({ sentAt: '', correctedFrom: '', correctedFromRevision: '', correctedAt: '' })
  })
})

describe('one company’s month', () => {
  it('has its line, what was reported and what was sent, the newest first', async () => {
    const { body } = await get('billing/2026-10/companies/c2')
    const line = (await get('billing/2026-10?search=c2')).body.data[0]
    const time = expect.stringMatching(/^20.*Z$/)
    expect(body).toEqual({
      ...line,
      revisions: [
        { revision: 2, billableUsers: 8, reportedAt: line.corrected.at, replacedAt: null },
        { revision: 1, billableUsers: 7, reportedAt: time, replacedAt: time },
      ],
      attempts: [
        {
          connectionId: line.connectionId,
          startedAt: '2026-11-01T06:00:00.000Z',
          finishedAt: '2026-11-01T06:00:01.000Z',
          unitCount: 7,
          revision: 1,
          httpStatus: 201,
          reason: null,
          message: null,
        },
      ],
    })
  })

  it('is told of each call why it was not taken, of 200 at the most', async () => {
    await sql`
      insert into attempt (connection_id, push_id, call, worker, started_at, finished_at, http_status, reason, unit_count, revision)
      select p.connection_id, p.id, 'count', 'test', '2026-11-02T06:00:00Z', '2026-11-02T06:00:00Z', 404, 'unmapped', n, 1
      from push p, generate_series(1, 250) n where company_id = 'c4'`.execute(gateway.database.db)
    const { body } = await get('billing/2026-10/companies/c4')
    expect(body.attempts).toHaveLength(200)
    expect(body.attempts[0]).toMatchObject({ httpStatus: 404, reason: 'unmapped', unitCount: 250 })
  })

  it('is not there for a company or a month that no run had, nor for another partner', async () => {
    for (const path of ['billing/2026-10/companies/nobody', 'billing/2026-09/companies/c2']) {
      const { status, body } = await get(path)
      expect([path, status, body.code]).toEqual([path, 404, 'company_not_found'])
    }
    const other = await gateway.call('GET', '/v1/partners/p2/billing/2026-10/companies/c2')
    expect([other.status, other.body.code]).toEqual([404, 'company_not_found'])
    const nobody = await gateway.call('GET', '/v1/partners/nobody/billing/2026-10/companies/c2')
    expect([nobody.status, nobody.body.code]).toEqual([404, 'partner_not_found'])
  })
})

describe('the preview', () => {
  it('is of the month that runs in the billing time zone, and counts what will be sent', async () => {
    const { body } = await get('billing-preview?limit=1')
    expect(body).toEqual({
      period: '2026-11',
      totals: { companies: 5, billableUsers: 5, withUsage: 1, noUsage: 4, finalZeros: 0 },
      data: [
        {
          companyId: 'c1',
          companyName: 'Zeta',
          unitCount: 5,
          revision: 1,
          reportedAt: expect.stringMatching(/Z$/),
          willBeSent: 'usage',
          account: { state: 'waiting', reason: null, updatedAt: expect.any(String) },
        },
      ],
      nextCursor: expect.any(String),
    })
    gateway.clock.set('2026-12-01T03:00:00Z')
    expect((await get('billing-preview')).body.period).toBe('2026-11')
    gateway.clock.set('2026-12-01T06:00:00Z')
    expect((await get('billing-preview')).body).toMatchObject({
      period: '2026-12',
      totals: { withUsage: 0, noUsage: 5 },
    })
    gateway.clock.set('2026-11-22T12:00:00Z')
  })

  it('is sorted and searched page by page; its totals are of all', async () => {
    expect(await all('billing-preview?sort=company')).toEqual(['c5', 'c2', 'c4', 'c1', 'c3'])
    expect(await all('billing-preview?sort=unitCount&order=desc')).toEqual(['c1', 'c2', 'c3', 'c4', 'c5'])
    expect(await all('billing-preview?sort=company&order=desc')).toEqual(['c3', 'c1', 'c4', 'c2', 'c5'])
    const searched = (await get('billing-preview?search=ALPHA')).body
    expect([idsOf(searched.data), searched.totals.companies]).toEqual([['c4'], 5])
  })
})

describe('a partner’s months', () => {
  it('are listed page by page; the one closed last may be sent now', async () => {
    const first = (await get('billing-periods?limit=1')).body
    const second = (await get(`billing-periods?limit=1&cursor=${first.nextCursor}`)).body
    expect(first.data[0]).toMatchObject({
      period: '2026-11',
      billableUsers: 5,
      companies: 1,
      outcomes: null,
      isOpen: false,
    })
    expect(second.nextCursor).toBeNull()
    expect(second.data[0]).toEqual({
      period: '2026-10',
      billableUsers: 20,
      companies: 4,
      sentUsers: 0,
      expected: 5,
      outcomes: {
        waiting: 4,
        sending: 0,
        accepted: 0,
        unmapped: 0,
        no_usage: 1,
        refused: 0,
        failed: 0,
        cancelled: 0,
        superseded: 0,
      },
      startedAt: expect.stringMatching(/Z$/),
      finishedAt: null,
      mappedSince: 0,
      mail: null,
      isOpen: true,
    })
    expect((await gateway.call('GET', '/v1/partners/p2/billing-periods')).body).toEqual({ data: [], nextCursor: null })
    expect((await gateway.call('GET', '/v1/partners/nobody/billing-periods')).body.code).toBe('partner_not_found')
  })
})

describe('what is to be mapped', () => {
  it('is listed page by page, with the time since when', async () => {
    const { body } = await get('unmapped-companies')
    expect(body).toEqual({
      period: '2026-10',
      total: 1,
      mappedSince: 0,
      data: [
        { companyId: 'c4', companyName: 'Alpha', accountName: null, unitCount: 9, since: '2026-11-01T06:00:02.000Z' },
      ],
      nextCursor: null,
    })
    expect((await get('unmapped-companies?search=nothing')).body).toMatchObject({ total: 1, data: [] })
    const none = await gateway.call('GET', '/v1/partners/p2/unmapped-companies')
    expect(none.body).toEqual({ period: null, total: 0, mappedSince: 0, data: [], nextCursor: null })
    expect((await gateway.call('GET', '/v1/partners/nobody/unmapped-companies')).body.code).toBe('partner_not_found')
  })
})

describe('a partner’s companies', () => {
  it('are searched by name or id', async () => {
    const found = async (query: string) =>
      (await get(`companies?${query}`)).body.data.map(({ id }: { id: string }) => id)
    expect(await found('search=LTD')).toEqual(['c5'])
    expect(await found('search=%E3%81%BF%E3%81%A9%E3%82%8A')).toEqual(['c3'])
    expect(await found('search=C&account=waiting&limit=2')).toEqual(['c1', 'c2'])
    expect(await found('search=')).toHaveLength(5)
    expect(await found('search=%20')).toHaveLength(5)
  })
})
