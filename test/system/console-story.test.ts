import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleView, openConsole } from './console-view.ts'
import { connectAndMap, newKey, pathOf } from './races-view.ts'
import { outcomes } from './send-now.ts'
import { type Stack, startStack } from './stack.ts'

const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')
const OFTEN = { everyMs: 10 }

let stack: Stack
let view: ConsoleView
beforeAll(async () => {
  stack = await startStack()
  view = await openConsole(stack)
})
afterAll(async () => {
  await view.close()
  await stack.close()
})

const company = '/v1/partners/pine/companies/acme'
const ok = async (method: string, path: string, body?: unknown) => {
  const answer = await stack.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
}
const settledAs = (outcome: string) =>
  waitFor(async () => (await outcomes(stack, 'pine', PERIOD))['acme'] === outcome, OFTEN)

test('everything that happens to a company is in its story, in order, with who did it and by which call', async () => {
  await ok('PUT', '/v1/partners/pine', { name: 'Harbour & Pine', adminEmail: 'admin@pine.example' })
  await ok('PUT', company, { name: 'Acme' })
  await ok('PUT', `${company}/usage/${PERIOD}`, { billableUsers: 12 })
  const key = await newKey(stack, 'pine')
  await connectAndMap(stack, 'pine', key)
  await stack.control('POST', `partners/${key}/unmap`, { accountIds: 'all' })
  await view.call('POST', '/api/runs', { partnerId: 'pine', reason: 'their first month' })
  await settledAs('unmapped')
  await stack.control('POST', `partners/${key}/map`, { accountIds: 'all' })
  const scope = { partnerId: 'pine', period: PERIOD }
  const { body: preview } = await view.call('POST', '/api/retries/preview', { scope })
  const { previewToken } = preview as { previewToken: string }
  await view.call('POST', '/api/retries', { scope, reason: 'they have mapped it', previewToken })
  await settledAs('accepted')
  await ok(
    'POST',
    '/v1/imports',
    `partner_id,company_id,company_name,period,billable_users\npine,acme,Acme Dental,${PERIOD},15\n`,
  )
  await waitFor(async () => {
    const row = await stack.db
      .selectFrom('push')
      .select(['outcome', 'unit_count'])
      .where('company_id', '=', 'acme')
      .executeTakeFirstOrThrow()
    return row.outcome === 'accepted' && row.unit_count === 15
  }, OFTEN)
  await ok('DELETE', company)
  await ok('PUT', company, { name: 'Acme Dental' })
  await ok('DELETE', pathOf('pine'))

  const { companies } = (await view.call('GET', '/api/search?text=acme%20dent')).body as {
    companies: { partnerId: string; id: string }[]
  }
  expect(companies).toMatchObject([{ partnerId: 'pine', id: 'acme' }])
  const story = (await view.call('GET', '/api/story?partnerId=pine&companyId=acme')).body as {
    events: { at: string; kind: string; words: string }[]
  }
  const told = story.events.map(({ words }) => words)
  const inOrder = [
    /^Registered as “Acme”$/,
    new RegExp(`^12 billable users reported for ${PERIOD}, by a PUT with the token “test”$`),
    /^The partner connected to Gradient/,
    /^The account is in Gradient as “Acme”$/,
    /^Ada: run\.order: their first month$/,
    new RegExp(`^${PERIOD} is billed$`),
    /^Sent 12: 404, No account map found with id: acme, after \d+ ms$/,
    /^Retried by Ada: they have mapped it$/,
    /^Sent 12: Gradient answered 201, after \d+ ms$/,
    new RegExp(`^15 billable users reported for ${PERIOD} \\(revision 2\\), by an import with the token “test”$`),
    /^Sent 15: Gradient answered 201, after \d+ ms$/,
    /^Archived: .+ is the last month billed$/,
    /^Brought back$/,
    /^The partner disconnected$/,
  ]
  let from = 0
  for (const words of inOrder) {
    const place = told.findIndex((line, index) => index >= from && words.test(line))
    expect(place, `${words} in\n${told.join('\n')}`).toBeGreaterThanOrEqual(from)
    from = place
  }
  expect(told).toContain('Renamed from “Acme” to “Acme Dental”')
  const times = story.events.map(({ at }) => at)
  expect(times).toEqual(times.toSorted())
})
