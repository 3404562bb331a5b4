import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

let running: TestConsole
let viewer: Browser
beforeAll(async () => {
  running = await startConsoleForTest()
  viewer = await running.signedIn('viewer')
  await sql`
    insert into operator_action (at, via, operator_name, address, action, reason, on_rows, before, after)
    select '2026-10-01T00:00:00Z'::timestamptz + n * interval '1 minute', 'console', 'Ada', '10.0.0.7', 'pause.open', '=1+1, "' || n || '"',
      '{"partnerId": "p1"}', null, '{"open": true}'
    from generate_series(1, 2500) n`.execute(running.database.db)
})
afterAll(() => running.close())

const inOctober = 'from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00%2B00:00'

test('the audit is read a page at a time, the newest first', async () => {
  const first = await viewer.call('GET', `/api/audit?${inOctober}&limit=2`)
  expect(first.body.data).toEqual([
    {
      id: expect.stringMatching(/^\d+$/),
      at: '2026-10-02T17:40:00.000Z',
      via: 'console',
      operator: 'Ada',
      address: '10.0.0.7',
      action: 'pause.open',
      reason: '=1+1, "2500"',
      onRows: { partnerId: 'p1' },
      before: null,
      after: { open: true },
    },
    expect.objectContaining({ reason: '=1+1, "2499"' }),
  ])
  const next = await viewer.call('GET', `/api/audit?${inOctober}&limit=1&cursor=${first.body.nextCursor}`)
  expect(next.body.data[0].reason).toBe('=1+1, "2498"')
})

test('it is searched and filtered, the sign-ins among it', async () => {
  const { body } = await viewer.call('GET', '/api/audit?action=session&operator=THE+VIEWER&search=password')
  expect(body.data).toEqual([
    expect.objectContaining({ action: 'session.begin', operator: 'the viewer', reason: null }),
  ])
  expect((await viewer.call('GET', '/api/audit?search=%222500%22')).body.data).toHaveLength(1)
  for (const wrong of ['from=yesterday', 'limit=0', 'cursor=x', 'who=ada', 'search=%00']) {
    expect((await viewer.call('GET', `/api/audit?${wrong}`)).status, wrong).toBe(400)
  }
})

test('as CSV it is all of it, with nothing in it that a spreadsheet would run', async () => {
  const { headers, body } = await viewer.call('GET', `/api/audit?${inOctober}`, undefined, { accept: 'text/csv' })
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
  const rows = parse(body, { columns: true }) as Record<string, string>[]
  expect(rows).toHaveLength(2500)
  expect(rows[2499]).toEqual({
    id: expect.stringMatching(/^\d+$/),
    at: '2026-10-01T00:01:00.000Z',
    via: 'console',
    operator: 'Ada',
    address: '10.0.0.7',
    action: 'pause.open',
    reason: '\'=1+1, "1"',
    onRows: '{"partnerId":"p1"}',
    before: '',
    after: '{"open":true}',
  })
})
