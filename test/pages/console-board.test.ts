import { ensureMonthlyTick } from '@bridge/queue'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Browser as SignedIn,
  startConsoleForTest,
  type TestConsole,
} from '../../services/console/test/start-console-for-test.ts'
import { chromiumPath, launchBrowser, NO_BROWSER, WALK_MS } from './browser.ts'

const CONNECTION = '00000000-0000-4000-8000-000000000000'

describe.runIf(chromiumPath)('the queue dashboard, in a real browser', { timeout: WALK_MS }, () => {
  let running: TestConsole
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  beforeAll(async () => {
    running = await startConsoleForTest()
    browser = await launchBrowser()
    const job = { name: 'push-usage' as const, data: { pushId: '17', connectionId: CONNECTION } }
    await running.queues.add([
      { ...job, id: 'push-17-1' },
      { ...job, id: 'push-17-2', delayMs: 3_600_000 },
    ])
    await ensureMonthlyTick(running.queues, { cron: '0 1 1 * *', timeZone: 'America/New_York' })
  })
  afterAll(async () => {
    await browser?.close()
    await running?.close()
  })

  /** A page of somebody who is signed in, and what went wrong on it: what its policy refused, what it fetched from elsewhere, what it complained of. */
  async function open(who: SignedIn): Promise<{ page: Page; context: BrowserContext; wrong: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const [name = '', value = ''] = who.cookie.split('=')
    await context.addCookies([{ name, value, url: running.url, httpOnly: true, sameSite: 'Strict' }])
    const page = await context.newPage()
    const wrong: string[] = []
    page.on('console', (line) => void (line.type() === 'error' && wrong.push(line.text())))
    page.on('pageerror', (error) => void wrong.push(error.message))
    page.on('request', (request) => void (request.url().startsWith(running.url) || wrong.push(request.url())))
    return { page, context, wrong }
  }

  test('works under its policy, all its pages, and fetches nothing from elsewhere', async () => {
    const { page, context, wrong } = await open(await running.signedIn('operator'))
    await page.goto(`${running.url}/board`)
    await page.getByRole('link', { name: 'billing' }).first().click()
    await page.getByText('Pause: no count is sent').first().waitFor()
    await page.getByText('push-17-1').first().waitFor()
    expect(await page.getByRole('link', { name: 'The push' }).first().getAttribute('href')).toBe('/pushes/17')
    await page.goto(`${running.url}/board/queue/billing/push-17-2`)
    await page.getByText('"17"').waitFor()
    await page.locator('ul[class^=jobActions] button').nth(2).click()
    const editor = page.locator('.cm-content').first()
    await editor.waitFor()
    // Its own style sheet took hold: without it a line would be as high as in the page.
    expect(await page.evaluate('getComputedStyle(document.querySelector(".cm-scroller")).fontFamily')).toBe('monospace')
    await page.goto(`${running.url}/board/job-schedulers`)
    await page.getByText('monthly-run').waitFor()
    expect(wrong).toEqual([])
    await context.close()
  })

  test('tells a person why what is not offered was not done', async () => {
    const { page, context } = await open(await running.signedIn('operator'))
    await page.goto(`${running.url}/board/queue/billing/push-17-1`)
    await page.locator('ul[class^=jobActions] button').nth(1).click()
    await page
      .getByRole('button', { name: /save|update/i })
      .last()
      .click()
    await page.getByText('This is not offered here').waitFor()
    await page.getByText('it would break the system').waitFor()
    await context.close()
  })

  test('asks an operator why, once, before jobs are changed, and says so where they forgot', async () => {
    const { page, context } = await open(await running.signedIn('operator'))
    await page.goto(`${running.url}/board`)
    const bar = page.getByRole('form', { name: 'Why are you changing jobs?' })
    await bar.getByText('Every change here is recorded with a reason.').waitFor()
    const clean = async () => {
      await page.goto(`${running.url}/board/queue/billing/push-17-2`)
      await page.locator('ul[class^=jobActions] button').last().click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('button', { name: 'Confirm' }).click()
      await dialog.waitFor({ state: 'hidden' })
    }
    await clean()
    await page.getByText('Say why first').waitFor()
    await bar.getByRole('textbox').fill('ticket 4711: they hang')
    await bar.getByRole('textbox').press('Enter')
    const said = bar.getByText(/^Recorded with each change, until .*: ticket 4711: they hang$/)
    await said.waitFor()
    expect(await bar.getByRole('textbox').inputValue()).toBe('')
    await page.reload()
    await said.waitFor()
    await clean()
    const billing = await running.queues.queue('billing')
    await waitFor(async () => (await billing.getJob('push-17-2')) === undefined)
    const { rows } = await sql`select action, reason from operator_action where via = 'board'`.execute(
      running.database.db,
    )
    expect(rows).toEqual([{ action: 'board.clean', reason: 'ticket 4711: they hang' }])
    await context.close()
  })

  test('has no buttons for a viewer', async () => {
    const { page, context, wrong } = await open(await running.signedIn('viewer'))
    await page.goto(`${running.url}/board/queue/billing/push-17-1`)
    await page.getByText('"17"').waitFor()
    expect(await page.locator('ul[class^=jobActions] button').count()).toBe(0)
    expect(wrong).toEqual([])
    await context.close()
  })
})

if (!chromiumPath) test.skip(`the queue dashboard, ${NO_BROWSER}`)
