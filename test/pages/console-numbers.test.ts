import { setTimeout as delay } from 'node:timers/promises'
import { lastClosedPeriod } from '@bridge/domain'
import { createQueues, nudgePush } from '@bridge/queue'
import { systemClock } from '@bridge/runtime'
import { waitFor } from '@bridge/testkit'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { takeFile } from './console-file.ts'
import { type ConsolePages, PASSWORD, startConsolePages } from './console-stack.ts'
import { look } from './look.ts'
import type { Visitor } from './visitor.ts'

const PER_PAGE = 50
const format = new Intl.NumberFormat('en-GB').format
const period = lastClosedPeriod(systemClock.now(), 'America/New_York')
const month = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
  new Date(`${period}-01T00:00:00Z`),
)

describe.runIf(chromiumPath)('what a viewer reads in the console, in a real browser', { timeout: WALK_MS }, () => {
  let pages: ConsolePages
  let visitor: Visitor
  beforeAll(async () => {
    pages = await startConsolePages({ sent: 0.6 })
    visitor = await pages.visit()
  }, WALK_MS)
  afterAll(() => pages?.close())

  const heading = (name: string | RegExp) => visitor.page.getByRole('heading', { level: 1, name })
  const go = (name: string) =>
    visitor.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click()
  const rows = () => visitor.page.getByRole('row')
  const countOf = async (where: string) => {
    const { rows: found } = await sql<{ count: number }>`
      select count(*)::integer as count from push p join company co on co.partner_id = p.partner_id and co.id = p.company_id
      where p.period = ${period} and ${sql.raw(where)}`.execute(pages.stack.db)
    return found[0]?.count ?? 0
  }
  const onePush = async (where: string) => {
    const { rows: found } = await sql<{ id: string; nudge: number; connectionId: string; name: string }>`
      select p.id, p.nudge, p.connection_id as "connectionId", co.name
      from push p join company co on co.partner_id = p.partner_id and co.id = p.company_id
      where p.period = ${period} and ${sql.raw(where)} order by p.id limit 1`.execute(pages.stack.db)
    if (!found[0]) throw new Error(`no push: ${where}`)
    return found[0]
  }

  test('who is nobody yet is led to the sign-in, told what was wrong, and led to where they wanted to go', async () => {
    const { page } = visitor
    visitor.expectFailures(/40[13]|429/)
    await page.goto(`${pages.url}/failures?from=a+bookmark`)
    await heading('Sign in to the Phin console').waitFor()
    const signIn = async (name: string, password: string) => {
      await page.getByLabel('Name').fill(name)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    await signIn('Vic', 'not the password')
    await page.getByRole('alert').getByText('The name or the password is wrong.').waitFor()
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    await look(visitor, 'console-sign-in-refused')
    for (let tries = 0; tries < 10; tries += 1)
      await pages.ask('POST', '/api/session', { name: 'Mallory', password: 'guess' })
    await signIn('Mallory', 'guess')
    await page.getByRole('alert').getByText('That was tried too often.').waitFor()
    await signIn('Vic', PASSWORD)
    await heading('Failures').waitFor()
    expect(page.url()).toBe(`${pages.url}/failures?from=a+bookmark`)
    visitor.expectNoTrouble()
  })

  test('the overview says whether the month is complete, how fast it goes, and when it will be, as it changes', async () => {
    const { page } = visitor
    await pages.stack.control('PUT', 'faults', { latencyMs: { min: 200, max: 300 } })
    await Promise.all([pages.stack.startScheduler({ sweepEveryMs: 1_000 }), pages.stack.addBillingWorker()])
    await go('Overview')
    await page.getByText(/ is on its way: /).waitFor()
    await page.getByText(/^[1-9][\d.]* a second$/).waitFor()
    await page.getByText('adds up').waitFor()
    const settled = () =>
      page
        .locator('dd')
        .filter({ hasText: /[\d,]+ of [\d,]+$/ })
        .first()
        .textContent()
    const before = await settled()
    await look(visitor, 'console-overview')
    await pages.stack.control('DELETE', 'faults')
    await waitFor(async () => (await settled()) !== before, { what: 'the page to follow the run' })
    await waitFor(async () => (await countOf("p.outcome = 'waiting' and p.last_reason is null")) === 0, {})
    visitor.expectNoTrouble()
  })

  test('every run, the newest first, and that each adds up', async () => {
    const { page } = visitor
    await go('Runs')
    await heading('Runs').waitFor()
    await rows().filter({ hasText: month }).first().waitFor()
    expect(await rows().count()).toBe(1 + 12 + 1)
    await rows().filter({ hasText: 'Requested for msp-1002' }).waitFor()
    await look(visitor, 'console-runs')
    await page.getByRole('link', { name: month }).first().click()
    await heading(`Run of ${month}`).waitFor()
    await page.getByText('adds up').waitFor()
    for (const outcome of ['accepted', 'unmapped', 'failed', 'refused', 'no_usage'])
      await page
        .getByRole('link', {
          name: `${format(await countOf(`p.outcome = '${outcome}'`))} ${outcome.replace('_', ' ')}`,
          exact: true,
        })
        .waitFor()
  })

  test('a run by partner: searched, sorted, and down to one partner’s companies', async () => {
    const { page } = visitor
    await rows().nth(1).waitFor()
    await look(visitor, 'console-run-partners')
    await page.getByLabel('Sort by').selectOption('companies')
    const { rows: largest } = await sql<{ name: string }>`
      select pa.name from push p join partner pa on pa.id = p.partner_id where p.period = ${period} group by pa.id order by count(*) desc, pa.id limit 1`.execute(
      pages.stack.db,
    )
    await rows()
      .nth(1)
      .filter({ hasText: largest[0]?.name ?? '' })
      .waitFor()
    await page.getByLabel('Partner or id').fill('ネットサポート')
    await rows().filter({ hasText: 'Harbour & Pine' }).first().waitFor({ state: 'hidden' })
    await page
      .getByRole('link', { name: /^青葉野ネットサポート株式会社/ })
      .first()
      .click()
    await page.getByText(/^Only partner 青葉野ネットサポート株式会社/).waitFor()
    const partnerId = new URL(page.url()).searchParams.get('partnerId')
    const expected = await countOf(`p.partner_id = '${partnerId}'`)
    await waitFor(async () => (await rows().count()) - 1 === Math.min(PER_PAGE, expected))
    await page.getByRole('button', { name: /^Take away: Only partner/ }).click()
    await page.getByText(`1 to ${PER_PAGE} of ${format(await countOf('true'))}`).waitFor()
  })

  test('on a slow line Next waits for the list that was just chosen, and leads to its second page', async () => {
    const { page } = visitor
    const lists = /\/api\/runs\/[^/]+\/pushes/
    await page.route(lists, async (route) => {
      await delay(500)
      await route.continue()
    })
    const accepted = await countOf("p.outcome = 'accepted'")
    const choose = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await choose(`accepted ${format(accepted)}`)
    await choose('Next')
    await page.getByText(`51 to 100 of ${format(accepted)}`).waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    await choose('All')
    await page.getByText(`1 to ${PER_PAGE} of ${format(await countOf('true'))}`).waitFor()
  })

  test('a run by company: page by page, by outcome, by text, kept in the address, and all of it as a file', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByText(/^51 to 100 of /).waitFor()
    await page.getByRole('button', { name: 'Previous', exact: true }).click()
    await page.getByText(/^1 to 50 of /).waitFor()
    const refused = await countOf("p.outcome = 'refused'")
    await page.getByRole('button', { name: `refused ${format(refused)}` }).click()
    await page.getByText(`1 to ${Math.min(PER_PAGE, refused)} of ${format(refused)}`).waitFor()
    await page.getByRole('button', { name: /^unmapped/ }).click()
    await page.getByLabel('Company, partner or id').fill('dental')
    const found = await countOf("p.outcome = 'unmapped' and co.name ilike '%dental%'")
    await waitFor(async () => (await rows().count()) - 1 === found, { what: `${found} rows` })
    await look(visitor, 'console-run-companies')
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      by: 'company',
      outcome: 'unmapped',
      search: 'dental',
    })
    const csv = await takeFile(page, 'Download these pushes as CSV')
    expect(parse(csv, { columns: true })).toHaveLength(found)
    await page.reload()
    await waitFor(async () => (await rows().count()) - 1 === found, { what: `${found} rows` })
    await page.getByLabel('Company, partner or id').fill('nothing is called so')
    await page.getByText('No push is like that.').waitFor()
    visitor.expectNoTrouble()
  })

  test('failures by cause, each with what it is of and what to do; a group leads to its pushes', async () => {
    const { page } = visitor
    await go('Failures')
    await page.getByRole('row').nth(1).waitFor()
    const { rows: groups } = await sql<{ message: string; count: number }>`
      select f.message, count(*)::integer as count from push p join failure_cause f on f.id = p.cause_id
      where p.period = ${period} and p.failed_at is not null group by f.id order by 2 desc`.execute(pages.stack.db)
    expect(groups.length).toBeGreaterThan(8)
    expect(await rows().count()).toBe(1 + groups.length)
    await look(visitor, 'console-failures')
    const [most] = groups
    await rows()
      .filter({ hasText: most?.message ?? '' })
      .getByRole('link')
      .first()
      .click()
    await page.getByText(/^Only the cause “/).waitFor()
    await waitFor(async () => (await rows().count()) - 1 === Math.min(PER_PAGE, most?.count ?? 0))
    visitor.expectNoTrouble()
  })

  test('a push with every call, what was reported, and its job in the queue dashboard, there and back', async () => {
    const { page, context } = visitor
    const { redisUrl, queuePrefix } = pages.stack
    const push = await onePush("p.outcome = 'failed' and p.attempts > 2 and p.revision = 2")
    await page.goto(`${pages.url}/pushes/${push.id}`)
    await heading(`${push.name}, ${month}`).waitFor()
    const attempts = page.getByRole('table', { name: 'Attempts' }).getByRole('row')
    const { rows: made } = await sql<{ count: number }>`
      select count(*)::integer as count from attempt where push_id = ${push.id}`.execute(pages.stack.db)
    expect(await attempts.count()).toBe(1 + (made[0]?.count ?? 0))
    await page.getByRole('table', { name: 'Revisions' }).getByText('stands').waitFor()
    await look(visitor, 'console-push')
    visitor.expectFailures(/404/)
    // The dashboard's own page preloads what it shows seconds later on a slow machine; Chromium then complains of it.
    visitor.expectFailures(/preloaded using link preload but not used within a few seconds/)
    await page.getByRole('button', { name: 'Job in the queue' }).click()
    await page.getByText('There is no job for it now').waitFor()
    const queues = createQueues({ redisUrl, prefix: queuePrefix, onError: () => undefined })
    await queues.add([{ ...nudgePush(push), delayMs: 3_600_000 }])
    await page.getByRole('button', { name: 'Job in the queue' }).click()
    await page.waitForURL(/\/board\/queue\/billing\/push-/)
    const [there] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'The push' }).first().click(),
    ])
    await there.getByRole('heading', { level: 1, name: `${push.name}, ${month}` }).waitFor()
    await there.close()
    await queues.close()
    visitor.expectNoTrouble()
  })

  test('a company is found by partner, name or id, and its story told in order of time', async () => {
    const { page } = visitor
    await page.goto(`${pages.url}/story`)
    const search = page.getByLabel('Partner, company, id, or number of a push')
    await search.fill('青葉野')
    await page
      .getByRole('link', { name: /^青葉野ネットサポート株式会社/ })
      .first()
      .waitFor()
    await search.fill('nobody is called so')
    await page.getByText('Nothing has “nobody is called so” in it.').waitFor()
    // It failed, was retried, and was taken then.
    const { id, name } = await onePush(
      "p.outcome = 'accepted' and p.attempts > 2 and exists (select from retry_item i where i.push_id = p.id)",
    )
    await search.fill(id)
    await page.getByRole('link', { name }).first().waitFor()
    await search.fill('桜井')
    await page.getByRole('link', { name: /桜井/ }).nth(3).waitFor()
    await look(visitor, 'console-story-search')
    const { rows: of } = await sql<{
      companyId: string
    }>`select company_id as "companyId" from push where id = ${id}`.execute(pages.stack.db)
    await search.fill(of[0]?.companyId ?? '')
    await page.getByRole('link', { name }).first().click()
    await heading(`The story of ${name}`).waitFor()
    await page.getByText(`Registered as “${name}”.`).waitFor()
    await page
      .getByText(/ billable users reported(, revision 2)?\.$/)
      .first()
      .waitFor()
    await page.getByText(/^Retried by .*: accepted\.$/).waitFor()
    await page
      .getByText(/^Breakdown mail to admin@/)
      .first()
      .waitFor()
    const times = await page
      .locator('time[datetime]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('datetime') ?? ''))
    expect(times.length).toBeGreaterThan(10)
    expect(times).toEqual(times.toSorted())
    await page.getByLabel('Month').selectOption(period)
    await page.getByText(/^Registered as /).waitFor({ state: 'hidden' })
    await look(visitor, 'console-story')
    visitor.expectNoTrouble()
  })

  test('of what would change something nothing is offered, and nothing taken', async () => {
    const { page } = visitor
    const push = await onePush("p.outcome = 'failed'")
    const { rows: retries } = await sql<{ id: string }>`select id from retry limit 1`.execute(pages.stack.db)
    const { rows: runs } = await sql<{ id: string }>`
      select id from billing_run where partner_id is null order by period desc limit 1`.execute(pages.stack.db)
    for (const [path, controls] of [
      [`/pushes/${push.id}`, /^Retry$/],
      [`/runs/${runs[0]?.id}`, /^Retry all /],
      ['/failures', /^Retry \d/],
      ['/levers', /^(Pause: .*|Run for (all|one)|Sync accounts|Sweep now)$/],
    ] as const) {
      await page.goto(`${pages.url}${path}`)
      const offered = page.getByRole('main').getByRole('button', { name: controls })
      await offered.first().waitFor()
      for (const one of await offered.all()) {
        expect(await one.isDisabled(), `${path}: ${await one.textContent()}`).toBe(true)
        expect(await one.getAttribute('aria-describedby')).toBe('viewer-note')
      }
      await page.getByText('You are signed in as a viewer').waitFor()
    }
    await look(visitor, 'console-levers-viewer')
    const statuses = await page.evaluate(
      (calls) =>
        Promise.all(
          calls.map(async ([method, path, body]) => {
            const init = { method: method ?? '', headers: { 'content-type': 'application/json' }, body: body ?? '' }
            return [path, (await fetch(path ?? '', init)).status]
          }),
        ),
      [
        ['POST', '/api/pauses', JSON.stringify({ scope: 'all', reason: 'by hand' })],
        [
          'POST',
          '/api/retries',
          JSON.stringify({ scope: { pushIds: [push.id] }, reason: 'by hand', previewToken: 'x' }),
        ],
        ['POST', `/api/retries/${retries[0]?.id}/stop`, JSON.stringify({ reason: 'by hand' })],
        ['POST', '/api/runs', JSON.stringify({ reason: 'by hand' })],
        ['POST', '/api/sweep', JSON.stringify({ reason: 'by hand' })],
        ['POST', '/api/partners/msp-1001/sync-accounts', JSON.stringify({ reason: 'by hand' })],
        ['PUT', '/board/api/queues/billing/pause', '{}'],
      ],
    )
    expect(statuses).toEqual(statuses.map(([path]) => [path, 403]))
    visitor.expectNoTrouble()
  })

  test('an address that is nothing says so', async () => {
    const { page } = visitor
    visitor.expectFailures(/40[04]/)
    for (const path of ['/nothing', '/runs/17', '/pushes/999999999', '/retries/none', '/story/msp-1001/nobody']) {
      await page.goto(`${pages.url}${path}`)
      await heading('There is nothing here').waitFor()
    }
    await look(visitor, 'console-nothing')
  })

  test('while the console is away the page says so, and is right again by itself', async () => {
    const { page } = visitor
    await page.goto(`${pages.url}/runs`)
    await rows().nth(1).waitFor()
    visitor.expectFailures(/ERR_|50[023]/)
    await pages.stop()
    await page.getByText('No live connection').waitFor()
    await look(visitor, 'console-no-live-connection')
    await pages.start()
    await page.getByText('No live connection').waitFor({ state: 'hidden' })
    await page.route('**/api/**', (route) => route.abort())
    await page.reload()
    await heading('The console cannot be reached').waitFor()
    await look(visitor, 'console-away')
    await page.unroute('**/api/**')
    await heading('Runs').waitFor()
    visitor.expectNoTrouble()
  })

  test('a session that is over leads to the sign-in, and from there back', async () => {
    const { page } = visitor
    await page.goto(`${pages.url}/failures`)
    await rows().nth(1).waitFor()
    await sql`update operator_session set expires_at = now() - interval '1 second'`.execute(pages.stack.db)
    await go('Audit')
    await heading('Sign in to the Phin console').waitFor()
    await page.getByLabel('Name').fill('Vic')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await heading('Audit').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await heading('Sign in to the Phin console').waitFor()
    await page.goBack()
    await heading('Sign in to the Phin console').waitFor()
    visitor.expectNoTrouble()
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
