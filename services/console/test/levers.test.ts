import { sweepIsAsked } from '@bridge/db'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SeededConsole, startSeededConsole } from './seeded-console.ts'

let seeded: SeededConsole
beforeAll(async () => {
  seeded = await startSeededConsole()
})
afterAll(() => seeded.close())

const ask = (method: string, path: string, body?: unknown) => seeded.operator.call(method, path, body)
const partnerIn = async (status: string) => {
  const { rows } = await sql<{ id: string }>`
    select partner_id as id from connection c where status = ${status}
      and not exists (select from connection n where n.partner_id = c.partner_id and n.connected_at > c.connected_at) limit 1`.execute(
    seeded.database.db,
  )
  return rows[0]?.id ?? ''
}
const heldBy = async (partnerId: string) => {
  const { data } = (await ask('GET', '/api/runs?limit=1')).body
  const { body } = await ask('GET', `/api/runs/${data[0].id}/pushes?partnerId=${partnerId}&outcome=waiting&limit=1`)
  return body.data[0]?.heldBy
}

test('one partner is stopped and goes on; everybody sees it; the audit has both, with why, before and after', async () => {
  const partnerId = await partnerIn('active')
  const scope = { partnerId }
  const made = await ask('POST', '/api/pauses', { scope, reason: 'their PSA is being moved' })
  expect(made).toMatchObject({
    status: 201,
    body: { scope, reason: 'operator', detail: 'their PSA is being moved', pausedBy: 'the operator' },
  })
  expect(await ask('POST', '/api/pauses', { scope, reason: 'again' })).toMatchObject({
    status: 200,
    body: { id: made.body.id },
  })
  expect((await seeded.viewer.call('GET', '/api/pauses')).body.data).toMatchObject([{ id: made.body.id }])
  expect((await seeded.viewer.call('GET', '/api/overview')).body.pauses).toMatchObject([{ id: made.body.id }])
  expect(await heldBy(partnerId)).toBe('sending_paused')
  const lifted = await ask('DELETE', `/api/pauses/${made.body.id}`, { reason: 'it is moved' })
  expect(lifted).toMatchObject({ status: 200, body: { resumedBy: 'the operator', resumeReason: 'it is moved' } })
  expect(await heldBy(partnerId)).toBeNull()
  expect(await ask('DELETE', `/api/pauses/${made.body.id}`, { reason: 'it is moved' })).toMatchObject({
    status: 404,
    body: { code: 'pause_not_found' },
  })
  const { data } = (await ask('GET', '/api/audit?limit=2')).body
  expect(data).toMatchObject([
    {
      action: 'sending.resume',
      reason: 'it is moved',
      onRows: { pauseId: made.body.id, partnerId },
      before: { detail: 'their PSA is being moved' },
    },
    { action: 'sending.pause', reason: 'their PSA is being moved', onRows: { partnerId }, before: { open: [] } },
  ])
})

test('the stop after a 403 is lifted here, and the overview says that Gradient refuses until then', async () => {
  await sql`insert into sending_pause (reason, detail, paused_by) values ('anomaly', 'Forbidden', 'billing-worker@a:1')`.execute(
    seeded.database.db,
  )
  const gradient = async () =>
    (await ask('GET', '/api/overview')).body.health.find(({ part }: { part: string }) => part === 'gradient')
  expect(await gradient()).toMatchObject({ state: 'trouble', words: 'All sending is stopped (anomaly): Forbidden' })
  const [stop] = (await ask('GET', '/api/pauses')).body.data
  expect((await ask('DELETE', `/api/pauses/${stop.id}`, { reason: 'Gradient put it right' })).status).toBe(200)
  expect((await gradient()).state).not.toBe('trouble')
})

test('a run now, for all and for one; accounts of one; a sweep', async () => {
  const partnerId = await partnerIn('active')
  const underWay = await ask('POST', '/api/runs', { reason: 'late counts' })
  expect(underWay).toMatchObject({ status: 202, body: { created: false } })
  expect((await ask('GET', underWay.body.statusUrl)).body).toMatchObject({ kind: 'scheduled' })
  await sql`update billing_run set finished_at = now() where finished_at is null`.execute(seeded.database.db)
  const all = await ask('POST', '/api/runs', { reason: 'late counts' })
  expect(all).toMatchObject({ status: 202, body: { period: '2026-10', created: true } })
  expect(await sweepIsAsked(seeded.database.db)).toBe(true)
  expect((await ask('GET', all.body.statusUrl)).body).toMatchObject({ kind: 'requested', partnerId: null })
  const one = await ask('POST', '/api/runs', { partnerId, reason: 'they asked' })
  expect((await ask('GET', one.body.statusUrl)).body).toMatchObject({ kind: 'requested', partnerId })
  expect((await ask('POST', `/api/partners/${partnerId}/sync-accounts`, { reason: 'support' })).status).toBe(202)
  expect((await ask('POST', '/api/sweep', { reason: 'cannot wait' })).status).toBe(202)
  expect((await ask('GET', '/api/audit?limit=4')).body.data.map(({ action }: { action: string }) => action)).toEqual([
    'sweep.order',
    'accounts.sync',
    'run.order',
    'run.order',
  ])
})

test('what cannot be done says so, and nothing is done without a reason', async () => {
  const [keyless, gone] = [await partnerIn('needs_key'), await partnerIn('disconnected')]
  const why = { reason: 'why not' }
  for (const [method, path, body, status, code] of [
    ['POST', '/api/pauses', { scope: { partnerId: 'nobody' }, ...why }, 404, 'partner_not_found'],
    ['POST', '/api/pauses', { scope: 'some', ...why }, 400, 'malformed_request'],
    ['POST', '/api/pauses', { scope: 'all' }, 400, 'malformed_request'],
    ['DELETE', '/api/pauses/999', why, 404, 'pause_not_found'],
    ['POST', '/api/runs', { partnerId: 'nobody', ...why }, 404, 'partner_not_found'],
    ['POST', '/api/runs', { partnerId: gone, ...why }, 422, 'not_possible'],
    ['POST', `/api/partners/${gone}/sync-accounts`, why, 422, 'not_possible'],
    ['POST', `/api/partners/${keyless}/sync-accounts`, why, 422, 'not_possible'],
    ['POST', '/api/partners/nobody/sync-accounts', why, 404, 'partner_not_found'],
    ['POST', '/api/sweep', {}, 400, 'malformed_request'],
  ] as const) {
    expect([path, await ask(method, path, body)]).toMatchObject([path, { status, body: { code } }])
  }
})

test('a viewer looks at everything and moves nothing', async () => {
  const why = { reason: 'let me' }
  for (const [method, path, body] of [
    ['POST', '/api/pauses', { scope: 'all', ...why }],
    ['DELETE', '/api/pauses/1', why],
    ['POST', '/api/runs', why],
    ['POST', '/api/partners/msp-1001/sync-accounts', why],
    ['POST', '/api/sweep', why],
  ] as const) {
    expect([path, (await seeded.viewer.call(method, path, body)).status]).toEqual([path, 403])
  }
})
