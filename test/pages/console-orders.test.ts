import { openNewPause, releaseRetries } from '@bridge/db'
import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { waitFor } from '@bridge/testkit'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countsInGradient } from '../system/gradient-view.ts'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { takeFile } from './console-file.ts'
import { keyOf } from './console-gradient.ts'
import { type ConsolePages, PASSWORD, startConsolePages } from './console-stack.ts'
import { look } from './look.ts'
import type { Visitor } from './visitor.ts'

const period = lastClosedPeriod(systemClock.now(), 'America/New_York')
const WINDOW = 10

describe.runIf(chromiumPath)('what an operator orders in the console, in a real browser', { timeout: WALK_MS }, () => {
  let pages: ConsolePages
  let visitor: Visitor
  let runId: string
  beforeAll(async () => {
    pages = await startConsolePages({ sent: 0.95 })
    visitor = await pages.visit('Ada')
    const { rows } = await sql<{ id: string }>`
      select id from billing_run where period = ${period} and kind in ('scheduled', 'catch_up')`.execute(pages.stack.db)
    runId = rows[0]?.id ?? ''
  }, WALK_MS)
  afterAll(() => pages?.close())

  const heading = (name: string | RegExp) => visitor.page.getByRole('heading', { level: 1, name })
  const dialog = () => visitor.page.getByRole('dialog')
  const pushes = async (where: string) => {
    const { rows } = await sql<{
      id: string
      partnerId: string
      companyId: string
      outcome: string
      unitCount: number
    }>`
      select p.id, p.partner_id as "partnerId", p.company_id as "companyId", p.outcome, p.unit_count as "unitCount"
      from push p join connection c on c.id = p.connection_id
      where p.period = ${period} and ${sql.raw(where)} order by p.id`.execute(pages.stack.db)
    return rows
  }
  /** The number of the dialog's sentence, once it stands there. */
  const promised = async () => {
    const words = await dialog()
      .getByText(/^[\d,]+ counts? will be sent\.$/)
      .textContent()
    return Number(words?.replace(/\D/g, ''))
  }
  test('all of a run is previewed, ordered with a reason, watched and stopped: what had no turn is not sent', async () => {
    const { page } = visitor
    await page.goto(`${pages.url}/runs/${runId}`)
    await page.getByRole('button', { name: 'Retry all failed and refused' }).click()
    const willBeSent = await promised()
    const scope = (await pushes("p.outcome in ('failed', 'refused') and c.status in ('pending', 'active')")).length
    expect(willBeSent).toBe(scope)
    await page.getByRole('button', { name: `Send ${willBeSent} counts` }).click()
    await dialog().getByText('Say why, in three letters at least.').waitFor()
    await dialog().getByLabel('Reason').fill('Gradient’s status page says that it is over')
    await look(visitor, 'console-retry-preview')
    await page.getByRole('button', { name: `Send ${willBeSent} counts` }).click()
    await heading('Retry').waitFor()
    await page.getByText(`0 of ${willBeSent} done`).waitFor()
    // The scheduler's own step, with a small window: the rest waits its turn.
    expect((await releaseRetries(pages.stack.db, { window: WINDOW })).pushes).toHaveLength(WINDOW)
    await fact('Wait their turn', willBeSent - WINDOW)
    await look(visitor, 'console-retry-running')
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await dialog().getByLabel('Reason').fill('It is not over')
    await dialog().getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Stopping', { exact: true }).waitFor()
    await Promise.all([pages.stack.startScheduler({ sweepEveryMs: 1_000 }), pages.stack.addBillingWorker()])
    await page.getByText(`stopped after ${WINDOW} of ${willBeSent}`).waitFor({ timeout: 60_000 })
    await page.getByText(`by Ada, ${willBeSent - WINDOW} not sent: It is not over`).waitFor()
    expect(await pushes("p.outcome in ('failed', 'refused') and c.status in ('pending', 'active')")).toHaveLength(
      willBeSent - WINDOW,
    )
  })

  /** Waits until a fact of the page has this number. */
  async function fact(name: string, value: number): Promise<void> {
    const { page } = visitor
    await page.locator('dl > div').filter({ hasText: name }).getByText(String(value), { exact: true }).waitFor()
  }

  test('one push is sent again, and Gradient has its number', async () => {
    const { page } = visitor
    const [push] = await pushes("p.outcome = 'failed' and c.status = 'active'")
    await page.goto(`${pages.url}/pushes/${push?.id}`)
    await page.getByRole('button', { name: 'Retry', exact: true }).click()
    expect(await promised()).toBe(1)
    await dialog().getByLabel('Reason').fill('They called')
    await page.getByRole('button', { name: 'Send 1 count' }).click()
    await page.getByText('1 of 1 done').waitFor()
    await page.getByText('Done', { exact: true }).waitFor()
    const counts = await countsInGradient(pages.stack, keyOf(push?.partnerId ?? ''))
    expect(counts[push?.companyId ?? '']).toBe(push?.unitCount)
    await page.getByRole('link', { name: 'One push' }).click()
    await page.getByRole('table', { name: 'Retries of this push' }).getByText('They called').waitFor()
    visitor.expectNoTrouble()
  })

  test('the keyboard alone suffices, from the sign-in to a group that is sent again', async () => {
    const { page, context } = visitor
    const press = (key: string) => page.keyboard.press(key)
    const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement)
    const tabTo = async (locator: Locator) => {
      await locator.waitFor()
      for (let presses = 0; presses < 80 && !(await isFocused(locator)); presses += 1) await press('Tab')
      expect(await isFocused(locator), String(locator)).toBe(true)
    }
    await context.clearCookies()
    visitor.expectFailures(/401/)
    await page.goto(pages.url)
    await tabTo(page.getByLabel('Name'))
    await page.keyboard.type('Ada')
    await press('Tab')
    await page.keyboard.type(PASSWORD)
    await press('Enter')
    await heading('Overview').waitFor()
    await tabTo(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Failures', exact: true }))
    await press('Enter')
    const first = page
      .getByRole('row')
      .nth(1)
      .getByRole('button', { name: /^Retry \d/ })
    const retry = page.getByRole('button', { name: (await first.getAttribute('aria-label')) ?? '', exact: true })
    await tabTo(retry)
    await press('Enter')
    const willBeSent = await promised()
    expect(willBeSent).toBeGreaterThan(0)
    await press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    await waitFor(() => isFocused(retry))
    await press('Enter')
    await promised()
    await waitFor(() => isFocused(dialog().getByLabel('Reason')))
    await page.keyboard.type('Gradient answers again')
    await press('Enter')
    await heading('Retry').waitFor()
    await page.getByText(`${willBeSent} of ${willBeSent} done`).waitFor()
    await page.getByText('Done', { exact: true }).waitFor()
    visitor.expectNoTrouble()
  })

  test('one partner’s are sent again; what cannot be is said before, and what failed again after', async () => {
    const { page } = visitor
    const [{ partnerId = '' } = {}] = await pushes(
      "p.outcome = 'unmapped' and c.status = 'active' and exists (select from push f where f.connection_id = p.connection_id and f.period = p.period and f.outcome in ('failed', 'refused'))",
    )
    await pages.stack.control('PUT', 'faults', {
      partnerKey: keyOf(partnerId),
      errors: [{ kind: 'status_400', route: 'count' }],
    })
    await page.goto(`${pages.url}/runs/${runId}?by=company&partnerId=${partnerId}`)
    await page.getByRole('button', { name: 'Retry this partner' }).click()
    const willBeSent = await promised()
    await dialog().getByLabel('Reason').fill('They say that it is mapped')
    await page.getByRole('button', { name: `Send ${willBeSent} count` }).click()
    await page.getByText('Done, some failed again').waitFor()
    await look(visitor, 'console-retry-trouble')
    await pages.stack.control('DELETE', 'faults')
    await page.getByRole('link', { name: 'Retries', exact: true }).first().click()
    await heading('Retries').waitFor()
    await page.getByRole('row').filter({ hasText: 'They say that it is mapped' }).waitFor()
    await look(visitor, 'console-retries')
  })

  test('a preview that has become old is shown anew, and nothing is sent before that was seen', async () => {
    const { page } = visitor
    const { db } = pages.stack
    const [{ partnerId = '' } = {}] = await pushes("p.outcome = 'unmapped' and c.status = 'active'")
    const held = (await pushes(`p.outcome = 'unmapped' and p.partner_id = '${partnerId}'`)).length
    const become = (status: string) =>
      sql`update connection set status = ${status} where partner_id = ${partnerId} and status in ('active', 'needs_key')`.execute(
        db,
      )
    await become('needs_key')
    await page.goto(`${pages.url}/runs/${runId}`)
    await page.getByRole('button', { name: 'Retry all unmapped' }).click()
    const before = await promised()
    await dialog().getByText(`${held} not sent: the partner’s key has to be replaced first.`).waitFor()
    await become('active')
    await dialog().getByLabel('Reason').fill('All is mapped')
    visitor.expectFailures(/409/)
    await page.getByRole('button', { name: `Send ${before} counts` }).click()
    await dialog().getByText('What was shown has changed since. Look again, then decide.').waitFor()
    await waitFor(async () => (await promised()) === before + held)
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    const { rows } = await sql`select from retry where reason = 'All is mapped'`.execute(db)
    expect(rows).toEqual([])
    visitor.expectNoTrouble()
  })

  test('all sending is paused with a reason, which stands on every page of everybody, and resumed', async () => {
    const { page } = visitor
    const vic = await pages.visit('Vic')
    await vic.page.goto(pages.url)
    await vic.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await page.goto(`${pages.url}/levers`)
    await page.getByRole('button', { name: 'Pause: All sending' }).click()
    await dialog().getByRole('button', { name: 'Pause' }).click()
    await dialog().getByText('Say why, in three letters at least.').waitFor()
    await look(visitor, 'console-pause')
    await dialog().getByLabel('Reason').fill('Gradient has announced maintenance')
    await dialog().getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused: All sending. It is shown on every page.').waitFor()
    for (const { page: seen } of [visitor, vic])
      await seen
        .getByRole('region', { name: 'What is stopped' })
        .getByText('Ada: “Gradient has announced maintenance”')
        .waitFor()
    await look(visitor, 'console-levers-paused')
    await vic.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Story' }).click()
    await vic.page.getByText('All sending is stopped.').waitFor()
    await vic.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overview' }).click()
    await look(vic, 'console-overview-paused')
    await page.getByRole('button', { name: 'Resume: All sending is stopped.' }).click()
    await dialog().getByLabel('Reason').fill('It is over')
    await dialog().getByRole('button', { name: 'Resume' }).click()
    await page.getByText('Resumed. What waited goes by itself.').waitFor()
    await vic.page.getByText('All sending is stopped.').waitFor({ state: 'hidden' })
    await vic.context.close()
  })

  test.each([
    ['Counts', 'Counts are stopped.', null],
    ['Accounts', 'Accounts are stopped.', null],
    ['One partner', 'Sending for partner msp-1001 is stopped.', 'Harbour'],
  ])('a part alone is paused, and resumed: %s', async (what, stopped, partner) => {
    const { page } = visitor
    await page.getByRole('button', { name: `Pause: ${what}` }).click()
    if (partner !== null) {
      await dialog().getByRole('combobox', { name: 'Partner' }).fill(partner)
      await dialog()
        .getByRole('option', { name: /msp-1001/ })
        .click()
    }
    await dialog().getByLabel('Reason').fill(`a look at ${what}`)
    await dialog().getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('region', { name: 'What is stopped' }).getByText(stopped).waitFor()
    await page.getByRole('button', { name: `Resume: ${stopped}` }).click()
    await dialog().getByLabel('Reason').fill('seen')
    await dialog().getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('region', { name: 'What is stopped' }).waitFor({ state: 'hidden' })
    visitor.expectNoTrouble()
  })

  test('a stop that the system made says what it means and what to do, and is lifted by whoever did it', async () => {
    const { page } = visitor
    const detail = 'Anomaly detected in API usage, please contact support'
    await openNewPause(pages.stack.db, { scope: 'all', reason: 'anomaly', detail, by: 'billing-worker@send-1:4711' })
    await page.getByText('Ask Gradient’s support what it saw.').waitFor()
    await look(visitor, 'console-levers-anomaly')
    await page.getByRole('button', { name: 'Resume: All sending is stopped.' }).click()
    await dialog().getByText('Resume only once the cause is put right').waitFor()
    await dialog().getByLabel('Reason').fill('A rule of theirs, they say')
    await dialog().getByRole('button', { name: 'Resume' }).click()
    await page.getByText('Ask Gradient’s support what it saw.').waitFor({ state: 'hidden' })
    visitor.expectNoTrouble()
  })

  test.each([
    ['Sweep now', 'A sweep was ordered.', null],
    ['Sync accounts', 'The sync was ordered.', 'msp-1001'],
    ['Run for one', 'A run for the partner was ordered, or is under way already.', 'msp-1001'],
    ['Run for all', 'A run for all partners was ordered, or is under way already.', null],
  ])('what comes by itself can be begun now: %s', async (action, told, partner) => {
    const { page } = visitor
    await page.getByRole('button', { name: action }).click()
    if (partner !== null) {
      await dialog().getByLabel('Reason').fill('no partner yet')
      await dialog().getByRole('button', { name: action }).click()
      await dialog().getByText('Choose a partner first.').waitFor()
      await dialog().getByRole('combobox', { name: 'Partner' }).fill(partner)
      await dialog()
        .getByRole('option', { name: new RegExp(partner) })
        .click()
    }
    await dialog().getByLabel('Reason').fill(`because: ${action}`)
    await dialog().getByRole('button', { name: action }).click()
    await page.getByText(told).waitFor()
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from operator_action where reason = ${`because: ${action}`}`.execute(
      pages.stack.db,
    )
    expect(rows[0]?.count).toBe(1)
    visitor.expectNoTrouble()
  })

  test('all of it stands in the audit: who, when, from where, what, why; searched, narrowed, and as a file', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Open the run' }).click()
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('row').filter({ hasText: 'because: Run for all' }).getByText('Ada').waitFor()
    await look(visitor, 'console-audit')
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.getByText(/^51 to /).waitFor()
    await page.getByLabel('Search in everything').fill('announced maintenance')
    await page.getByRole('row').filter({ hasText: 'Gradient has announced maintenance' }).nth(1).waitFor()
    await page.getByLabel('Action', { exact: true }).selectOption('sending')
    await page.getByLabel('Operator', { exact: true }).fill('ada')
    await waitFor(async () => (await page.getByRole('row').count()) === 3)
    const rows = parse(await takeFile(page, 'Download these actions as CSV'), { columns: true }) as Record<
      string,
      string
    >[]
    expect(rows).toMatchObject([
      { operator: 'Ada', via: 'console', action: 'sending.resume', reason: 'It is over' },
      { operator: 'Ada', via: 'console', action: 'sending.pause', reason: 'Gradient has announced maintenance' },
    ])
    const paused = page.getByRole('row').nth(2)
    await paused.getByText('Show').click()
    await paused.getByText('"scope": "all"').waitFor()
    await page.getByLabel('Search in everything').fill('nobody did so')
    await page.getByText('No action is like that.').waitFor()
    visitor.expectNoTrouble()
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
