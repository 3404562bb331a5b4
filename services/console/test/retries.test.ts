import { getRetry, releaseRetries } from '@bridge/db'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type SeededConsole, startSeededConsole } from './seeded-console.ts'

let seeded: SeededConsole
let runId: string
beforeAll(async () => {
  seeded = await startSeededConsole()
  runId = (await seeded.viewer.call('GET', '/api/runs?limit=1')).body.data[0].id
})
afterAll(() => seeded.close())
beforeEach(async () => {
  await sql`update retry set finished_at = now() where finished_at is null`.execute(seeded.database.db)
})

const ask = (method: string, path: string, body?: unknown) => seeded.operator.call(method, path, body)
const preview = async (scope: unknown) => (await ask('POST', '/api/retries/preview', { scope })).body
const order = async (scope: unknown, reason = 'Gradient is back') =>
  ask('POST', '/api/retries', { scope, reason, previewToken: (await preview(scope)).previewToken })

test('a group is previewed in a sentence, retried as one order, watched, and found in the audit and in the push', async () => {
  const { groups } = (await ask('GET', `/api/failures?runId=${runId}`)).body
  const group = groups.find(({ outcomes }: { outcomes: Record<string, number> }) => (outcomes['failed'] ?? 0) > 1)
  const scope = { runId, causeId: group.causeId }
  const seen = await preview(scope)
  expect(seen.willBeSent).toBeGreaterThan(0)
  expect(seen.words).toMatch(/^\d+ counts? will be sent/)
  const ordered = await ask('POST', '/api/retries', {
    scope,
    reason: 'Gradient is back',
    previewToken: seen.previewToken,
  })
  expect(ordered).toMatchObject({ status: 202, body: { statusUrl: `/api/retries/${ordered.body.id}` } })
  expect((await ask('POST', '/api/retries', { scope, reason: 'again', previewToken: seen.previewToken })).body).toEqual(
    ordered.body,
  )
  expect((await ask('GET', ordered.body.statusUrl)).body).toMatchObject({
    status: 'running',
    total: seen.willBeSent,
    done: 0,
    scope,
    askedBy: 'the operator',
  })
  const { pushes } = await releaseRetries(seeded.database.db, { window: 1_000 })
  expect(pushes).toHaveLength(seen.willBeSent)
  expect((await ask('GET', ordered.body.statusUrl)).body).toMatchObject({ underWay: seen.willBeSent })
  expect((await ask('GET', `/api/pushes/${pushes[0]?.id}`)).body.retries).toMatchObject([
    { retryId: ordered.body.id, state: 'released' },
  ])
  expect((await ask('GET', '/api/audit?action=retry.start&limit=1')).body.data).toMatchObject([
    {
      operator: 'the operator',
      via: 'console',
      reason: 'Gradient is back',
      onRows: { retryId: ordered.body.id, ...scope },
    },
  ])
  expect((await ask('GET', '/api/retries?limit=1')).body.data).toMatchObject([{ id: ordered.body.id }])
})

test('all of an old month is refused because a newer number was sent', async () => {
  const { rows } = await sql<{ id: string; expected: number }>`
    select r.id, count(*)::integer as expected from billing_run r join push p on p.period = r.period join connection c on c.id = p.connection_id
    where r.period = '2026-09' and p.outcome in ('failed', 'refused', 'unmapped') and c.status <> 'disconnected' group by 1`.execute(
    seeded.database.db,
  )
  const scope = { runId: rows[0]?.id, outcomes: ['failed', 'refused', 'unmapped'] }
  const seen = await preview(scope)
  expect(seen.willBeSent).toBe(0)
  expect(seen.refused).toContainEqual({ why: 'newer_number', count: rows[0]?.expected })
  expect(seen.words).toMatch(/^Nothing will be sent, .*because a newer number was sent/)
  const { body } = await order(scope)
  expect((await ask('GET', body.statusUrl)).body).toMatchObject({ status: 'done', total: 0 })
})

test('a retry without a preview of the same counts is not taken; nor one without a reason', async () => {
  const scope = { runId, outcomes: ['refused'] }
  const { previewToken } = await preview(scope)
  const refused = [
    await ask('POST', '/api/retries', { scope, reason: 'why', previewToken: 'x' }),
    await ask('POST', '/api/retries', { scope: { runId, outcomes: ['failed'] }, reason: 'why', previewToken }),
  ]
  for (const answer of refused) expect(answer).toMatchObject({ status: 409, body: { code: 'preview_outdated' } })
  for (const body of [
    { scope, previewToken },
    { scope, previewToken, reason: ' ' },
    { scope: {}, reason: 'why', previewToken },
  ])
    expect(await ask('POST', '/api/retries', body)).toMatchObject({ status: 400, body: { code: 'malformed_request' } })
})

test('a retry is stopped: what had no turn is held back; twice is once; a viewer may look, and not order', async () => {
  const { body } = await order({ runId, outcomes: ['unmapped'] })
  await releaseRetries(seeded.database.db, { window: 1 })
  const before = await getRetry(seeded.database.db, body.id)
  const stopped = await ask('POST', `/api/retries/${body.id}/stop`, { reason: 'wrong group' })
  expect(stopped).toMatchObject({
    status: 200,
    body: { status: 'stopping', stopped: before?.waiting, stoppedBy: 'the operator', stopReason: 'wrong group' },
  })
  expect((await ask('POST', `/api/retries/${body.id}/stop`, { reason: 'again' })).body).toMatchObject({
    stopReason: 'wrong group',
  })
  const { viewer } = seeded
  expect((await viewer.call('POST', '/api/retries/preview', { scope: { runId, outcomes: ['failed'] } })).status).toBe(
    200,
  )
  expect((await viewer.call('POST', `/api/retries/${body.id}/stop`, { reason: 'let me' })).status).toBe(403)
  expect(
    (
      await viewer.call('POST', '/api/retries', {
        scope: { runId, outcomes: ['failed'] },
        reason: 'let me',
        previewToken: 'x',
      })
    ).status,
  ).toBe(403)
  expect((await ask('GET', '/api/retries/00000000-0000-4000-8000-000000000000')).body.code).toBe('retry_not_found')
})
