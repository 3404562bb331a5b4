import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRun } from './open-run.ts'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
let runId: string
beforeAll(async () => {
  gateway = await startGatewayForTest()
  const lines = Array.from(
    { length: 120 },
    (_, i) =>
      `p1,"=1+2, Ltd",c${String(i).padStart(3, '0')},"${['=cmd()', '+1', '-2', '@x', 'Plain, ""Ltd""'][i % 5]} ${i}",2026-10,${i % 10 === 9 ? '' : i}`,
  )
  await gateway.call(
    'POST',
    '/v1/imports',
    `partner_id,partner_name,company_id,company_name,period,billable_users\n${lines.join('\n')}`,
    { 'content-type': 'text/csv' },
  )
  await gateway.call('PUT', '/v1/partners/p2', { name: 'Two' })
  await gateway.call('PUT', '/v1/partners/p2/companies/x', { name: 'X' })
  runId = await openRun(gateway, { partnerId: 'p1', period: '2026-10' })
})
afterAll(() => gateway.close())

const get = (path: string, headers: Record<string, string> = {}) => gateway.call('GET', path, undefined, headers)

describe('a billing run', () => {
  it('is ordered once while it is under way', async () => {
    const again = await gateway.call('POST', '/v1/billing-runs', { period: '2026-10', partnerId: 'p1' })
    expect([again.status, again.body.id]).toEqual([200, runId])
    expect(again.body.statusUrl).toBe(`/v1/billing-runs/${runId}`)
  })

  it('shows its outcomes, whose sum is what was expected', async () => {
    const { body } = await get(`/v1/billing-runs/${runId}`)
    expect(body).toEqual({
      id: runId,
      period: '2026-10',
      kind: 'requested',
      partnerId: 'p1',
      startedAt: expect.any(String),
      plannedAt: expect.any(String),
      finishedAt: null,
      deadlineAt: '2026-11-01T13:00:00.000Z',
      secondsToDeadline: 0,
      overdue: false,
      alarmedAt: null,
      unsettledAtDeadline: null,
      missedAt: null,
      expected: 120,
      outcomes: {
        accepted: 0,
        unmapped: 0,
        no_usage: 12,
        refused: 0,
        failed: 0,
        cancelled: 0,
        superseded: 0,
        waiting: 108,
        sending: 0,
      },
      missing: 0,
      progress: { total: 120, done: 12 },
      statusUrl: `/v1/billing-runs/${runId}`,
    })
  })

  it('proves itself: a push that is lost shows as missing', async () => {
    await sql`update partner_run set expected = expected + 1`.execute(gateway.database.db)
    expect((await get(`/v1/billing-runs/${runId}`)).body.missing).toBe(1)
    await sql`update partner_run set expected = expected - 1`.execute(gateway.database.db)
  })

  it('shows the time that is left to its deadline, then that it is overdue, and nothing of it once it is finished', async () => {
    const { db } = gateway.database
    await sql`update billing_run set kind = 'scheduled' where id = ${runId}`.execute(db)
    const shown = async (now: string) => {
      gateway.clock.set(now)
      const { secondsToDeadline, overdue } = (await get(`/v1/billing-runs/${runId}`)).body
      const listed = (await get('/v1/billing-runs')).body.data[0]
      expect([listed.secondsToDeadline, listed.overdue]).toEqual([secondsToDeadline, overdue])
      return [secondsToDeadline, overdue]
    }
    expect(await shown('2026-11-01T12:59:58.500Z')).toEqual([2, false])
    expect(await shown('2026-11-01T13:00:00Z')).toEqual([0, true])
    expect(await shown('2026-11-22T12:00:00Z')).toEqual([0, true])
    await sql`update billing_run set finished_at = now(), alarmed_at = '2026-11-01T13:00:05Z', unsettled_at_deadline = 7 where id = ${runId}`.execute(
      db,
    )
    expect(await shown('2026-11-22T12:00:00Z')).toEqual([null, false])
    expect((await get(`/v1/billing-runs/${runId}`)).body).toMatchObject({
      alarmedAt: '2026-11-01T13:00:05.000Z',
      unsettledAtDeadline: 7,
    })
    await sql`update billing_run set kind = 'requested', finished_at = null where id = ${runId}`.execute(db)
  })

  it('that was missed is shown as missed, in the list too', async () => {
    const { db } = gateway.database
    await sql`
      insert into billing_run (period, kind, deadline_at, started_at, missed_at, finished_at)
      values ('2026-08', 'catch_up', '2026-09-01T13:00:00Z', '2026-11-01T05:00:10Z', '2026-11-01T05:00:10Z', '2026-11-01T05:00:10Z')`.execute(
      db,
    )
    const missed = (await get('/v1/billing-runs')).body.data.find(
      ({ period }: { period: string }) => period === '2026-08',
    )
    const expected = { missedAt: '2026-11-01T05:00:10.000Z', plannedAt: null, overdue: false, expected: 0, missing: 0 }
    expect(missed).toMatchObject(expected)
    expect((await get(`/v1/billing-runs/${missed.id}`)).body).toMatchObject(expected)
    await sql`delete from billing_run where id = ${missed.id}`.execute(db)
  })

  it('for all partners counts those of all', async () => {
    const { partnerKey } = await gateway.makeKey('Two')
    await gateway.call('PUT', '/v1/partners/p2/gradient-connection', { partnerApiKey: partnerKey })
    const all = await gateway.call('POST', '/v1/billing-runs', { period: '2026-10' })
    expect(all.status).toBe(202)
    expect((await get(`/v1/billing-runs/${all.body.id}`)).body).toMatchObject({ partnerId: null, expected: 120 })
  })

  it('is listed, the latest first, page by page', async () => {
    const first = await get('/v1/billing-runs?limit=1')
    const second = await get(`/v1/billing-runs?limit=1&cursor=${first.body.nextCursor}`)
    expect([first.body.data[0].partnerId, second.body.data[0].id, second.body.nextCursor]).toEqual([null, runId, null])
  })
})

describe('the lines of a run', () => {
  it('are listed page by page, and by outcome', async () => {
    const found: string[] = []
    let cursor = ''
    do {
      const { body } = await get(`/v1/billing-runs/${runId}/pushes?limit=50&cursor=${cursor}`)
      found.push(...body.data.map(({ companyId }: { companyId: string }) => companyId))
      cursor = body.nextCursor ?? ''
    } while (cursor !== '')
    expect(found).toEqual(Array.from({ length: 120 }, (_, i) => `c${String(i).padStart(3, '0')}`))
    const silent = await get(`/v1/billing-runs/${runId}/pushes?outcome=no_usage&partnerId=p1&limit=500`)
    expect(silent.body.data).toHaveLength(12)
    expect(silent.body.data[0]).toEqual({
      connectionId: expect.any(String),
      partnerId: 'p1',
      companyId: 'c009',
      companyName: 'Plain, "Ltd" 9',
      period: '2026-10',
      unitCount: null,
      revision: 0,
      outcome: 'no_usage',
      waitingReason: null,
      attempts: 0,
      lastStatus: null,
      lastError: null,
      settledAt: expect.any(String),
      sentAt: null,
      corrected: null,
    })
    expect((await get(`/v1/billing-runs/${runId}/pushes?partnerId=p2`)).body.data).toEqual([])
  })

  it('say why they wait', async () => {
    await sql`insert into sending_pause (reason, detail, paused_by) values ('anomaly', 'x', 'test')`.execute(
      gateway.database.db,
    )
    expect((await get(`/v1/billing-runs/${runId}/pushes?limit=1`)).body.data[0].waitingReason).toBe('sending_paused')
    await sql`update sending_pause set resumed_at = now()`.execute(gateway.database.db)
    expect((await get(`/v1/billing-runs/${runId}/pushes?limit=1`)).body.data[0].waitingReason).toBeNull()
  })

  it('are a whole file as CSV, in which no cell is a formula', async () => {
    const file = await get(`/v1/billing-runs/${runId}/pushes?limit=5`, { accept: 'text/csv' })
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="billing-2026-10.csv"')
    const rows = parse(file.body, { columns: true }) as Record<string, string>[]
    expect(rows).toHaveLength(120)
    expect(rows[4]).toMatchObject({
      partnerId: 'p1',
      companyId: 'c004',
      companyName: 'Plain, "Ltd" 4',
      unitCount: '4',
      outcome: 'waiting',
      settledAt: '',
    })
    expect(rows.slice(0, 4).map((row) => row['companyName'])).toEqual(["'=cmd() 0", "'+1 1", "'-2 2", "'@x 3"])
    const cells = rows.flatMap((row) => Object.values(row))
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  })

  it('are the partner’s own breakdown too', async () => {
    const { body } = await get('/v1/partners/p1/billing/2026-10?outcome=waiting&limit=2')
    expect(body.data.map(({ companyId }: { companyId: string }) => companyId)).toEqual(['c000', 'c001'])
    expect((await get('/v1/partners/p1/billing/2026-09')).body).toEqual({ data: [], nextCursor: null })
    expect((await get('/v1/partners/p1/billing/2026-10', { accept: 'text/csv' })).body.split('\n')).toHaveLength(122)
    expect((await get('/v1/partners/zz/billing/2026-10')).body.code).toBe('partner_not_found')
  })
})
