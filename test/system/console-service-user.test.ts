import { inspect } from 'node:util'
import { connect, giveTablesToServices, onlyAddsToAudit } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { createLog, type Log, systemClock } from '@bridge/runtime'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Inbox, startInbox } from '../../services/inbox/src/inbox.ts'
import { type ConsoleView, openConsole } from './console-view.ts'
import { countsInGradient } from './gradient-view.ts'
import { connectAndMap, newKey, pathOf } from './races-view.ts'
import { outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const OFTEN = { everyMs: 10 }

const lines: string[] = []
/** A log that keeps what a service complains of. */
function complaints(): Log {
  const keep = (...said: unknown[]) => void lines.push(inspect(said, { depth: 6 }))
  return Object.assign(createLog({ name: 'test', level: 'silent' }), { warn: keep, error: keep, fatal: keep })
}
let stack: Stack
let view: ConsoleView
let inbox: Inbox
beforeAll(async () => {
  inbox = await startInbox({
    host: '127.0.0.1',
    port: 0,
    smtpPort: 0,
    log: createLog({ name: 'inbox', level: 'silent' }),
    clock: systemClock,
  })
  stack = await startStack({
    workers: 2,
    log: complaints(),
    async serviceUser({ url }) {
      const theirs = new URL(url)
      Object.assign(theirs, { username: 'bridge_services', password: 'of-a-test' })
      await giveTablesToServices(url, theirs.href)
      return theirs.href
    },
  })
  await stack.addMailWorker(Number(new URL(inbox.smtpUrl).port))
  view = await openConsole(stack)
})
afterAll(async () => {
  await view.close()
  await stack.close()
  await inbox.close()
})

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await stack.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const order = async (method: string, path: string, body: object = {}) => {
  const answer = await view.call(method, path, { ...body, reason: 'under test' })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as { id: string }
}
const settled = (outcome: string, ...companies: string[]) =>
  waitFor(async () => {
    const now = await outcomes(stack, 'pine', PERIOD)
    return companies.every((company) => now[company] === outcome)
  }, OFTEN)

test('the whole system does its work as a database user that can only add to what operators did', async () => {
  const companies = Array.from({ length: 20 }, (_, n) => `c${n}`)
  await call('PUT', '/v1/partners/pine', { name: 'Pine', adminEmail: 'admin@pine.example' })
  const csv = companies.map((id, n) => `pine,${id},Company ${n},${PERIOD},${n}`)
  await call('POST', '/v1/imports', `partner_id,company_id,company_name,period,billable_users\n${csv.join('\n')}\n`)
  const partnerKey = await newKey(stack, 'pine')
  await connectAndMap(stack, 'pine', partnerKey)
  await stack.control('POST', `partners/${partnerKey}/unmap`, { accountIds: ['c3'] })
  await stack.control('PUT', 'faults', {
    partnerKey,
    errors: [{ kind: 'status_400', accountId: 'c4', route: 'count' }],
  })
  await order('POST', '/api/runs', { partnerId: 'pine' })
  await settled('accepted', ...companies.filter((id) => !['c3', 'c4'].includes(id)))
  await settled('unmapped', 'c3')
  await settled('refused', 'c4')
  await waitFor(async () => {
    const { data } = (await (await fetch(`${inbox.address}/mails`)).json()) as { data: { to: string[] }[] }
    return data.some(({ to }) => to.includes('admin@pine.example'))
  }, OFTEN)

  await stack.control('DELETE', 'faults')
  await stack.control('POST', `partners/${partnerKey}/map`, { accountIds: 'all' })
  const { id: pause } = await order('POST', '/api/pauses', { scope: { partnerId: 'pine' } })
  await order('DELETE', `/api/pauses/${pause}`)
  const scope = { partnerId: 'pine', period: PERIOD }
  const { body } = await view.call('POST', '/api/retries/preview', { scope })
  await order('POST', '/api/retries', { scope, previewToken: (body as { previewToken: string }).previewToken })
  await settled('accepted', ...companies)
  await order('POST', '/api/partners/pine/sync-accounts')
  await order('POST', '/api/sweep')
  await view.board('billing/pause')
  await call('PUT', `/v1/partners/pine/companies/c7/usage/${PERIOD}`, { billableUsers: 700 })
  await call('PUT', '/v1/partners/pine/companies/c7', { name: 'Another name' })
  await view.board('billing/resume')
  await waitFor(async () => (await countsInGradient(stack, partnerKey))['c7'] === 700, OFTEN)
  for (const path of ['/api/overview', '/api/story?partnerId=pine&companyId=c7', '/api/audit', '/api/search?text=name'])
    expect((await view.call('GET', path)).status, path).toBe(200)
  await call('POST', '/v1/partners/pine/portal-sessions', {})
  await call('DELETE', '/v1/partners/pine/companies/c8')
  await call('DELETE', pathOf('pine'))
  await view.call('DELETE', '/api/session')

  expect(lines.filter((line) => /permission denied|must be owner|42501/.test(line))).toEqual([])
  const { rows } = await sql<{ user: string }>`
    select distinct usename as user from pg_stat_activity where datname = current_database() and application_name not in ('test', '')`.execute(
    stack.db,
  )
  expect(rows).toEqual([{ user: 'bridge_services' }])
})

test('what operators did is safe from them without the trigger, too', async () => {
  const services = connect({ url: stack.databaseUrl, applicationName: 'services', poolSize: 1 })
  expect(await onlyAddsToAudit(services.db)).toBe(true)
  expect(await onlyAddsToAudit(stack.db)).toBe(false)
  await sql`alter table operator_action disable trigger operator_action_append_only`.execute(stack.db)
  const { rows: before } = await sql`select * from operator_action order by id`.execute(stack.db)
  expect(before.length).toBeGreaterThan(8)
  for (const change of [
    "update operator_action set reason = 'x'",
    'delete from operator_action',
    'truncate operator_action',
    'alter table operator_action enable trigger all',
    'drop table operator_action',
    'create trigger t before insert on operator_action for each row execute function refuse_changed_actions()',
  ])
    await expect(services.pool.query(change), change).rejects.toMatchObject({ code: '42501' })
  expect((await sql`select * from operator_action order by id`.execute(stack.db)).rows).toEqual(before)
  await services.close()
})
