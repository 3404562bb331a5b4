import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SeededConsole, startSeededConsole } from './seeded-console.ts'

let seeded: SeededConsole
let runId: string
beforeAll(async () => {
  seeded = await startSeededConsole()
  runId = (await get('/api/runs?limit=1')).data[0].id
})
afterAll(() => seeded.close())

const get = async (path: string) => (await seeded.viewer.call('GET', path)).body
const count = async (where: string) => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from push p join company co on co.partner_id = p.partner_id and co.id = p.company_id
    join partner pa on pa.id = p.partner_id where p.period = '2026-10' and ${sql.raw(where)}`.execute(
    seeded.database.db,
  )
  return rows[0]?.count ?? 0
}

interface Row {
  pushId: string
  partnerId: string
  companyId: string
  [more: string]: unknown
}

async function all(query: string, limit = 37): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor = ''; ; ) {
    const page = await get(`/api/runs/${runId}/pushes?limit=${limit}&cursor=${cursor}&${query}`)
    rows.push(...page.data)
    if (page.nextCursor === null) return rows
    cursor = page.nextCursor
  }
}

describe('the lines of a run', () => {
  test.each([
    ['', 'true'],
    ['outcome=failed', `p.outcome = 'failed'`],
    ['partnerId=msp-1002', `p.partner_id = 'msp-1002'`],
    ['partnerId=msp-1002&outcome=accepted', `p.partner_id = 'msp-1002' and p.outcome = 'accepted'`],
    ['search=dental', `co.name ilike '%dental%'`],
    ['search=z%C3%BCRCHER', `co.name ilike '%zürcher%'`],
    ['search=c-0001', `p.company_id like 'c-0001%'`],
    ['search=kestrel%20ridge', `(pa.name ilike '%kestrel ridge%' or co.name ilike '%kestrel ridge%')`],
    ['search=msp-1003', `p.partner_id = 'msp-1003'`],
    ['search=%25', 'false'],
    ['search=dental&outcome=unmapped', `co.name ilike '%dental%' and p.outcome = 'unmapped'`],
  ])('?%s: page by page, each once, in order', async (query, where) => {
    const rows = await all(query)
    expect(rows).toHaveLength(await count(where))
    expect(new Set(rows.map(({ pushId }) => pushId)).size).toBe(rows.length)
    const places = rows.map(({ partnerId, companyId }) => `${partnerId} ${companyId}`)
    expect(places).toEqual(places.toSorted())
  })

  test('of a cause are those of its group', async () => {
    const { groups } = await get(`/api/failures?runId=${runId}`)
    expect(groups.length).toBeGreaterThan(8)
    for (const group of groups.slice(0, 3)) {
      const rows = await all(`cause=${group.causeId}`)
      expect(rows).toHaveLength(group.count)
      expect(await get(`/api/failures/${group.causeId}/pushes?runId=${runId}&limit=1`)).toMatchObject({
        data: [{ causeId: group.causeId }],
      })
    }
  })

  test('as a file: all that the filter lets through', async () => {
    const { headers, body } = await seeded.viewer.call('GET', `/api/runs/${runId}/pushes?outcome=unmapped`, undefined, {
      accept: 'text/csv',
    })
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = body.trim().split('\n')
    expect(lines[0]).toMatch(/^pushId,partnerId,partnerName,companyId/)
    expect(lines.length - 1).toBe(await count(`p.outcome = 'unmapped'`))
  })
})

describe('the partners of a run', () => {
  test.each(['partner', 'failed', 'refused', 'unmapped', 'open', 'companies'])(
    'sorted by %s, page by page',
    async (sort) => {
      const rows = []
      for (let cursor = ''; ; ) {
        const page = await get(`/api/runs/${runId}/partners?limit=7&sort=${sort}&cursor=${cursor}`)
        rows.push(...page.data)
        if (page.nextCursor === null) break
        cursor = page.nextCursor
      }
      const whole = (await get(`/api/runs/${runId}/partners?limit=500&sort=${sort}`)).data
      expect(rows).toEqual(whole)
      expect(rows.every(({ missing }: { missing: number }) => missing === 0)).toBe(true)
      const value = ({ outcomes, expected }: { outcomes: Record<string, number>; expected: number }) =>
        ({
          partner: 0,
          failed: outcomes['failed'],
          refused: outcomes['refused'],
          unmapped: outcomes['unmapped'],
          open: (outcomes['waiting'] ?? 0) + (outcomes['sending'] ?? 0),
          companies: expected,
        })[sort] ?? 0
      const values: number[] = rows.map(value)
      expect(values).toEqual(values.toSorted((a, b) => b - a))
    },
  )

  test('found by name, or by a state that some of their counts are in', async () => {
    const found = (await get(`/api/runs/${runId}/partners?search=HARBOUR`)).data
    expect(found.map(({ name }: { name: string }) => name)).toEqual(['Harbour & Pine Technology, LLC'])
    const failed = (await get(`/api/runs/${runId}/partners?outcome=failed&limit=500`)).data
    expect(failed.every(({ outcomes }: { outcomes: { failed: number } }) => outcomes.failed > 0)).toBe(true)
  })
})

test('a push with every call, old and new revisions, by which call each was reported, and its job', async () => {
  const { rows } = await sql<{ id: string; attempts: number }>`
    select p.id, p.attempts from push p join usage_count u using (partner_id, company_id, period)
    where p.period = '2026-10' and p.outcome = 'accepted' and p.attempts > 2 and u.revision = 2 limit 1`.execute(
    seeded.database.db,
  )
  const [of] = rows
  const push = await get(`/api/pushes/${of?.id}`)
  expect(push.attemptList).toHaveLength(of?.attempts ?? 0)
  expect(push.attemptList[0]).toMatchObject({
    httpStatus: 201,
    reason: null,
    latencyMs: expect.any(Number),
    worker: expect.stringMatching(/^billing-worker@/),
  })
  expect(push.revisions.map(({ revision }: { revision: number }) => revision)).toEqual([2, 1])
  expect(push.revisions[1]).toMatchObject({
    replacedAt: expect.any(String),
    reportedBy: { call: 'import', token: 'nightly' },
  })
  expect(push.job).toEqual({ id: `push-${of?.id}-1`, url: `/api/pushes/${of?.id}/job` })
  expect(JSON.stringify(push)).not.toMatch(/keyCiphertext|key_ciphertext|7f3a/)
})

test('what is not known is 404, what cannot be read is 400', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000'
  for (const [path, status, code] of [
    [`/api/runs/${nobody}`, 404, 'run_not_found'],
    [`/api/runs/${nobody}/pushes`, 404, 'run_not_found'],
    [`/api/failures?runId=${nobody}`, 404, 'run_not_found'],
    ['/api/pushes/999999999', 404, 'push_not_found'],
    [`/api/runs/${runId}/pushes?cursor=x`, 400, 'bad_cursor'],
    [`/api/runs/${runId}/pushes?outcome=lost`, 400, 'malformed_request'],
    [`/api/runs/${runId}/pushes?cause=xyz`, 400, 'malformed_request'],
    ['/api/runs/17', 400, 'malformed_request'],
  ] as const) {
    expect([path, await seeded.viewer.call('GET', path)]).toMatchObject([path, { status, body: { code } }])
  }
})

test('the partners of a run as a file are those of the list, with a column for each outcome', async () => {
  const { data } = await get(`/api/runs/${runId}/partners?limit=500&sort=failed&search=a`)
  const { headers, body } = await seeded.viewer.call(
    'GET',
    `/api/runs/${runId}/partners?limit=2&sort=failed&search=a`,
    undefined,
    {
      accept: 'text/csv',
    },
  )
  expect(headers.get('content-disposition')).toBe('attachment; filename="run-2026-10-partners.csv"')
  const rows = parse(body, { columns: true }) as Record<string, string>[]
  expect(rows.map(({ partnerId, name }) => [partnerId, name])).toEqual(
    data.map(({ partnerId, name }: { partnerId: string; name: string }) => [partnerId, name]),
  )
  expect(rows.length).toBeGreaterThan(2)
  for (const [index, { outcomes, expected, missing }] of data.entries()) {
    for (const [outcome, pushes] of Object.entries(outcomes)) expect(rows[index]?.[outcome]).toBe(String(pushes))
    expect([rows[index]?.['expected'], rows[index]?.['missing']]).toEqual([String(expected), String(missing)])
  }
})

test('every run in the list has the outcomes of its month’s pushes, or of its partner’s, however many runs a month had', async () => {
  const { db } = seeded.database
  const partnerId = 'msp-1002'
  await sql`
    insert into billing_run (period, kind, partner_id, deadline_at, planned_at, finished_at) values
      ('2026-09', 'requested', null, now(), now(), now()), ('2026-09', 'requested', null, now(), now(), now()),
      ('2026-09', 'requested', ${partnerId}, now(), now(), now()), ('2026-10', 'requested', ${partnerId}, now(), now(), now())`.execute(
    db,
  )
  const runs: { id: string; period: string; partnerId: string | null; outcomes: Record<string, number> }[] = []
  for (let cursor = ''; ; ) {
    const page = await get(`/api/runs?limit=5&cursor=${cursor}`)
    runs.push(...page.data)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(runs.filter(({ period }) => period === '2026-09')).toHaveLength(4)
  for (const run of runs) {
    const { rows } = await sql<{ outcome: string; pushes: number }>`
      select outcome, count(*)::integer as pushes from push
      where period = ${run.period} and (${run.partnerId}::text is null or partner_id = ${run.partnerId}) group by 1`.execute(
      db,
    )
    const counted = Object.fromEntries(rows.map(({ outcome, pushes }) => [outcome, pushes]))
    expect(Object.fromEntries(Object.entries(run.outcomes).filter(([, pushes]) => pushes > 0))).toEqual(counted)
    expect(await get(`/api/runs/${run.id}`)).toMatchObject({ outcomes: run.outcomes })
  }
  await sql`delete from billing_run where kind = 'requested'`.execute(db)
})
