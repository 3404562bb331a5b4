import { openNewPause } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SeededConsole, startSeededConsole } from './seeded-console.ts'
import { startConsoleForTest } from './start-console-for-test.ts'

let seeded: SeededConsole
beforeAll(async () => {
  seeded = await startSeededConsole()
})
afterAll(() => seeded.close())

const db = () => seeded.database.db
const overview = async () => (await seeded.viewer.call('GET', '/api/overview')).body

test('the current run is complete: what is expected is the sum of the outcomes, which are those of the pushes', async () => {
  const { run } = await overview()
  const { rows } = await sql<{ outcome: string; pushes: number }>`
    select outcome, count(*)::integer as pushes from push where period = '2026-10' group by 1`.execute(db())
  const counted = Object.fromEntries(rows.map(({ outcome, pushes }) => [outcome, pushes]))
  expect(run).toMatchObject({ period: '2026-10', kind: 'scheduled', finishedAt: null, missing: 0, budgetPerSecond: 90 })
  expect(Object.fromEntries(Object.entries(run.outcomes).filter(([, pushes]) => pushes !== 0))).toEqual(counted)
  expect(Object.values<number>(run.outcomes).reduce((sum, pushes) => sum + pushes, 0)).toBe(run.expected)
  const { rows: going } = await sql<{ pushes: number }>`
    select count(*)::integer as pushes from push p join connection c on c.id = p.connection_id
    where p.period = '2026-10' and p.outcome in ('waiting', 'sending') and c.status in ('pending', 'active')`.execute(
    db(),
  )
  expect(run.canGoOn).toBe(going[0]?.pushes)
})

test('the partners with most failures stand first, and those that nothing goes on for say why', async () => {
  const { troubledPartners, troubled } = await overview()
  expect(troubledPartners.length).toBeLessThanOrEqual(20)
  expect(troubled).toBeGreaterThanOrEqual(troubledPartners.length)
  const failures = troubledPartners.map(({ failed, refused }: { failed: number; refused: number }) => failed + refused)
  expect(failures).toEqual(failures.toSorted((a: number, b: number) => b - a))
  const keyless = troubledPartners.find(({ connection }: { connection: string }) => connection === 'needs_key')
  expect(keyless).toMatchObject({ heldBy: 'needs_key' })
})

test('the last months, connections by state, queues as such, each part’s health in words', async () => {
  const body = await overview()
  expect(body.months.length).toBeGreaterThanOrEqual(11)
  const { rows } = await sql<{ users: number }>`
    select sum(unit_count)::integer as users from push where period = '2026-09' and outcome = 'accepted'`.execute(db())
  expect(body.months.at(-2)).toMatchObject({ period: '2026-09', billableUsers: rows[0]?.users, missed: false })
  const { rows: connections } = await sql<{ count: number }>`select count(*)::integer as count from connection`.execute(
    db(),
  )
  expect(Object.values<number>(body.connections).reduce((sum, count) => sum + count, 0)).toBe(connections[0]?.count)
  expect(body.queues.map(({ name }: { name: string }) => name)).toContain('billing')
  expect(body.health.map(({ part }: { part: string }) => part)).toEqual([
    'scheduler',
    'billing workers',
    'account workers',
    'mail worker',
    'gateway',
    'redis',
    'postgres',
    'gradient',
    'smtp',
  ])
  for (const { words } of body.health) expect(words).not.toBe('')
})

test('the newest month is counted each time; those before it are kept for a while, and say when they were counted', async () => {
  const outcomeOf = (body: { months: { period: string; outcomes: Record<string, number> }[] }, period: string) =>
    body.months.find((month) => month.period === period)?.outcomes['superseded'] ?? 0
  const before = await overview()
  expect(before.earlierMonthsCountedAt).toBe(before.at)
  const supersede = (period: string) =>
    sql`update push set outcome = 'superseded' where id = (select id from push where period = ${period} and outcome = 'failed' limit 1)`.execute(
      db(),
    )
  await supersede('2026-10')
  await supersede('2026-09')
  seeded.clock.advanceMs(30_000)
  const after = await overview()
  expect(outcomeOf(after, '2026-10')).toBe(outcomeOf(before, '2026-10') + 1)
  expect(after.at).not.toBe(before.at)
  expect(after.earlierMonthsCountedAt).toBe(before.at)
  expect(outcomeOf(after, '2026-09')).toBe(outcomeOf(before, '2026-09'))
  const other = await startConsoleForTest({ database: seeded.database })
  const anew = await other.call('GET', '/api/overview', undefined, { cookie: seeded.viewer.cookie })
  expect(outcomeOf(anew.body, '2026-09')).toBe(outcomeOf(before, '2026-09') + 1)
  await other.app.close()
  await other.queues.close()
  await other.redis.close()
})

test('its events: what stands is told at once, and every change; the stream ends when the console closes', async () => {
  const response = await fetch(`${seeded.url}/api/events`, { headers: { cookie: seeded.viewer.cookie } })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  const heard: { pauses: { detail: string }[] }[] = []
  const ended = (async () => {
    let text = ''
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /^event: overview\ndata: (.*)$/m.exec(event)?.[1]
        if (data !== undefined) heard.push(JSON.parse(data))
      }
    }
  })()
  await waitFor(() => heard.length > 0)
  const made = await openNewPause(db(), { scope: 'billing', reason: 'operator', detail: 'told live', by: 'test' })
  await waitFor(() => heard.at(-1)?.pauses.some(({ detail }) => detail === 'told live'))
  await sql`update sending_pause set resumed_at = now() where id = ${made?.id ?? ''}`.execute(db())
  const closing = seeded.app.close()
  await ended
  await closing
})
