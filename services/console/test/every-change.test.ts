import { ensureMonthlyTick, nudgePush } from '@bridge/queue'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OFFERS } from '../src/board/offers.ts'
import { RIGHTS } from '../src/rights/rights.ts'
import { type SeededConsole, startSeededConsole } from './seeded-console.ts'

const REASON = 'ticket 4711'
let seeded: SeededConsole
let names: Record<string, string>
let push: { id: string; nudge: number; connectionId: string; partnerId: string; period: string }
beforeAll(async () => {
  seeded = await startSeededConsole()
  const { rows } = await sql<typeof push>`
    select p.id, p.nudge, p.connection_id as "connectionId", p.partner_id as "partnerId", p.period from push p join connection c on c.id = p.connection_id
    where p.period = '2026-10' and p.outcome = 'failed' and c.status = 'active' limit 1`.execute(seeded.database.db)
  push = rows[0] as typeof push
  await ensureMonthlyTick(seeded.queues, { cron: '0 1 1 * *', timeZone: 'America/New_York' })
  const ask = (method: string, path: string, body: unknown) => seeded.operator.call(method, path, body)
  await ask('PUT', '/api/board-reason', { reason: REASON })
  const pause = await ask('POST', '/api/pauses', { scope: 'accounts', reason: 'to be lifted' })
  const scope = { pushIds: [push.id] }
  const { previewToken } = (await ask('POST', '/api/retries/preview', { scope })).body
  const retry = await ask('POST', '/api/retries', { scope, reason: 'to be stopped', previewToken })
  names = {
    ':queueName': 'billing',
    ':jobId': nudgePush(push).id,
    ':schedulerId': 'monthly-run',
    ':pauseId': pause.body.id,
    ':retryId': retry.body.id,
    ':partnerId': push.partnerId,
  }
})
afterAll(() => seeded.close())

interface Change {
  action: string
  /** Beside the reason. */
  body?: () => Promise<object>
}

/** Our own routes that change something. Whoever adds one adds it here. */
const OWN: Record<string, Change> = {
  'POST /api/retries': {
    action: 'retry.start',
    body: async () => {
      const scope = { partnerId: push.partnerId, period: push.period }
      const { body } = await seeded.operator.call('POST', '/api/retries/preview', { scope })
      return { scope, previewToken: body.previewToken }
    },
  },
  'POST /api/retries/:retryId/stop': { action: 'retry.stop' },
  'POST /api/pauses': { action: 'sending.pause', body: async () => ({ scope: 'all' }) },
  'DELETE /api/pauses/:pauseId': { action: 'sending.resume' },
  'POST /api/runs': { action: 'run.order' },
  'POST /api/partners/:partnerId/sync-accounts': { action: 'accounts.sync' },
  'POST /api/sweep': { action: 'sweep.order' },
}
/** It changes nothing but what is written beside the next change in the queue dashboard. */
const REASON_ROUTE = 'PUT /api/board-reason'
const operators = Object.keys(RIGHTS).filter((line) => RIGHTS[line] === 'operator' && line !== REASON_ROUTE)
const changing = operators.filter((line) => OWN[line] ?? OFFERS[line])

const lastAction = async () =>
  await seeded.database.db.selectFrom('operator_action').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()

async function ask(line: string, body: unknown) {
  const [method = '', pattern = ''] = line.split(' ')
  const state = OFFERS[line]?.states?.[0] ?? ''
  const path = pattern.replace(/:[A-Za-z]+/g, (name) => encodeURIComponent(names[name] ?? state))
  return seeded.operator.call(method, path, body)
}

test('every route that is for operators either changes something and has its action here, or is not offered', async () => {
  for (const line of operators.filter((each) => !changing.includes(each)))
    expect([line, (await ask(line, {})).body.code]).toEqual([line, 'not_offered'])
  expect(Object.keys(OWN).filter((line) => !operators.includes(line))).toEqual([])
})

test.each(changing)('%s leaves who, when, from where, what, on which rows and why', async (line) => {
  const own = OWN[line]
  const { id: before } = await lastAction()
  if (own) {
    const body = (await own.body?.()) ?? {}
    expect(await ask(line, body)).toMatchObject({ status: 400, body: { code: 'malformed_request' } })
    expect((await lastAction()).id, 'without a reason nothing is recorded').toBe(before)
    expect((await ask(line, { ...body, reason: REASON })).status).toBeLessThan(300)
  } else {
    const job = nudgePush(push)
    await seeded.queues.add([{ ...job, delayMs: 3_600_000 }])
    await ask(line, line.startsWith('POST') ? { name: job.name, data: job.data } : undefined)
  }
  // That a change of the dashboard failed is recorded once it is answered: such a line of the change before may come only now.
  const { rows } = await sql<{ action: string; recent: boolean }>`
    select *, at > now() - interval '1 minute' as recent from operator_action
    where id > ${before} and after -> 'failed' is null order by id limit 1`.execute(seeded.database.db)
  expect(rows).toMatchObject([
    {
      action: own?.action ?? OFFERS[line]?.action,
      via: own ? 'console' : 'board',
      operator_name: 'the operator',
      operator_id: expect.any(String),
      address: '127.0.0.1',
      reason: REASON,
      recent: true,
    },
  ])
})
