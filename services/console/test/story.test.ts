import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SeededConsole, startSeededConsole } from './seeded-console.ts'

let seeded: SeededConsole
beforeAll(async () => {
  seeded = await startSeededConsole()
})
afterAll(() => seeded.close())

const get = async (path: string) => (await seeded.viewer.call('GET', path)).body
const find = (text: string) => get(`/api/search?text=${encodeURIComponent(text)}`)

test('a company is found by a part of its name, by its id, and by the id of its job in the queue', async () => {
  const { rows } = await sql<{ partner_id: string; id: string; name: string; push: string }>`
    select co.partner_id, co.id, co.name, p.id as push from company co join push p on p.partner_id = co.partner_id and p.company_id = co.id
    where co.name like '%Dental%' limit 1`.execute(seeded.database.db)
  const company = rows[0]
  const { companies } = await find('dENTAL')
  expect(companies).toHaveLength(20)
  for (const { name } of companies) expect(name).toMatch(/Dental/)
  expect((await find(company?.id ?? '')).companies[0]).toMatchObject({
    id: company?.id,
    partnerId: company?.partner_id,
  })
  for (const text of [company?.push ?? '', `push-${company?.push}-1`])
    expect((await find(text)).pushes).toMatchObject([{ id: company?.push, companyId: company?.id }])
})

test('partners are found in any script, wildcards are letters, nothing is found where there is nothing', async () => {
  expect((await find('青葉野')).partners).toMatchObject([{ name: '青葉野ネットサポート株式会社' }])
  expect((await find('msp-1001')).partners[0]).toMatchObject({ id: 'msp-1001' })
  for (const text of ['%', '_____', 'no such thing', "'; drop table push; --"])
    expect(await find(text)).toEqual({ partners: [], companies: [], pushes: [] })
  expect((await seeded.viewer.call('GET', '/api/search?text=')).status).toBe(400)
})

test('a company’s story is in order of time, from its registration to what became of its last count, in words', async () => {
  const { rows } = await sql<{ partnerId: string; companyId: string }>`
    select p.partner_id as "partnerId", p.company_id as "companyId" from push p join usage_count u using (partner_id, company_id, period)
    where p.period = '2026-10' and p.outcome = 'accepted' and u.revision = 2 limit 1`.execute(seeded.database.db)
  const query = new URLSearchParams(rows[0] ?? {})
  await sql`update company set name = name || ' (new)' where partner_id = ${rows[0]?.partnerId} and id = ${rows[0]?.companyId}`.execute(
    seeded.database.db,
  )
  const story = await get(`/api/story?${query}`)
  expect(story.company.name).toMatch(/\(new\)$/)
  const times = story.events.map(({ at }: { at: string }) => at)
  expect(times).toEqual(times.toSorted())
  const kinds = story.events.map(({ kind }: { kind: string }) => kind)
  for (const kind of [
    'connected',
    'company_registered',
    'account',
    'usage_reported',
    'push_opened',
    'attempt',
    'push_settled',
    'mail',
    'company_renamed',
  ])
    expect(kinds).toContain(kind)
  for (const { words } of story.events) expect(words).not.toMatch(/undefined|null|\[object/)
  const words = story.events.map((event: { words: string }) => event.words).join('\n')
  expect(words).toMatch(
    /billable users reported for 2026-10, by an import with the token “nightly” \(key nightly-2026-10\)/,
  )
  expect(words).toMatch(/Gradient has the number/)
  const { events: early, hasEarlier } = await get(`/api/story?${query}&limit=3&before=${times.at(-1)}`)
  expect([early.length, hasEarlier]).toEqual([3, true])
  expect(await seeded.viewer.call('GET', '/api/story?partnerId=msp-1001&companyId=nobody')).toMatchObject({
    status: 404,
    body: { code: 'company_not_found' },
  })
})

test('what happened to all is in each one’s story: a month that was missed, a stop that held already, a run that somebody ordered', async () => {
  const { db } = seeded.database
  const { rows } = await sql<{ partnerId: string; companyId: string; connectedAt: Date }>`
    select p.partner_id as "partnerId", p.company_id as "companyId", c.connected_at as "connectedAt"
    from push p join connection c on c.id = p.connection_id where c.status = 'active' order by c.connected_at, p.id limit 1`.execute(
    db,
  )
  const [of] = rows
  const query = new URLSearchParams({ partnerId: of?.partnerId ?? '', companyId: of?.companyId ?? '' })
  const words = async (about: URLSearchParams) =>
    (await get(`/api/story?${about}&limit=2000`)).events.map((event: { words: string }) => event.words)
  const told = [
    '2025-08 was missed: its run could not begin in time, and nothing of it was sent',
    'All sending was stopped by ada: before they came',
    'the operator: run.order: late counts',
  ]
  for (const line of told) expect(await words(query)).not.toContain(line)
  await sql`
    insert into billing_run (period, kind, deadline_at, missed_at, finished_at)
    select '2025-08', 'catch_up', ${of?.connectedAt}::timestamptz + interval '1 hour', ${of?.connectedAt}::timestamptz + interval '1 day', now()`.execute(
    db,
  )
  await sql`
    insert into sending_pause (reason, detail, paused_by, paused_at, resumed_at, resumed_by)
    values ('operator', 'before they came', 'ada', ${of?.connectedAt}::timestamptz - interval '1 day', now(), 'ada')`.execute(
    db,
  )
  await seeded.operator.call('POST', '/api/runs', { reason: 'late counts' })
  for (const line of told) expect(await words(query)).toContain(line)
  const { rows: later } = await sql<{ partnerId: string; companyId: string }>`
    select p.partner_id as "partnerId", p.company_id as "companyId" from push p join connection c on c.id = p.connection_id
    where c.connected_at > ${of?.connectedAt}::timestamptz + interval '40 days'
      and not exists (select from connection e where e.partner_id = c.partner_id and e.connected_at < c.connected_at) limit 1`.execute(
    db,
  )
  expect(await words(new URLSearchParams(later[0] ?? {}))).not.toContain(told[0])
})
