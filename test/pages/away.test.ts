import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { look } from './look.ts'
import { type Pages, startPages } from './page-stack.ts'
import type { Visitor } from './visitor.ts'

describe.runIf(chromiumPath)('while the gateway is away, in a real browser', { timeout: WALK_MS }, () => {
  let pages: Pages
  let visitor: Visitor
  beforeAll(async () => {
    pages = await startPages()
    await pages.givePartner({ id: 'p', name: 'Partner', companies: { c: { name: 'Company' } } })
    visitor = await pages.visit('p')
    visitor.expectFailures(/ERR_FAILED|ERR_INTERNET_DISCONNECTED/)
    await visitor.page.getByRole('heading', { name: 'Connect Gradient' }).waitFor()
  })
  afterAll(() => pages.close())

  test('what is tried then is told to have failed, in words that say what to do', async () => {
    const { page, context } = visitor
    await context.setOffline(true)
    await page.getByLabel('Partner API Key', { exact: true }).fill('some-key-0123456789')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('Phin did not answer').first().waitFor()
    await look(visitor, 'away-connect')
    await context.setOffline(false)
  })

  test('a page that is opened meanwhile says so, and shows itself when the gateway is back', async () => {
    const { page } = visitor
    await page.route('**/v1/**', (route) => route.abort())
    await page.reload()
    await page.getByRole('heading', { name: 'We cannot be reached' }).waitFor()
    await look(visitor, 'away')
    // While it is asked again, what was said stands: a page that fell back to "loading" every few seconds would say it over and over to who listens.
    await page.unroute('**/v1/**')
    const held: Route[] = []
    await page.route('**/v1/**', (route) => void held.push(route))
    await page.waitForRequest('**/v1/portal-session')
    await expect.poll(() => held.length).toBeGreaterThan(0)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['We cannot be reached'])
    await page.unroute('**/v1/**')
    await page.getByRole('heading', { name: 'Connect Gradient' }).waitFor()
    visitor.expectNoTrouble()
  })

  test('a stream that cannot be had is told of, and comes back', async () => {
    const { page } = visitor
    await page.route('**/events', (route) => route.abort())
    await page.reload()
    await page.getByText('No live connection').waitFor()
    await look(visitor, 'away-no-live-connection')
    await page.unroute('**/events')
    await page.getByText('No live connection').waitFor({ state: 'hidden' })
    visitor.expectNoTrouble()
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
