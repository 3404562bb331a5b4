import { lastClosedPeriod, periodAt, shiftPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { waitFor } from '@bridge/testkit'
import { parse } from 'csv-parse/sync'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countsInGradient } from '../system/gradient-view.ts'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { look } from './look.ts'
import { type Pages, startPages } from './page-stack.ts'
import type { Visitor } from './visitor.ts'

const ZONE = 'America/New_York'
const thisMonth = periodAt(systemClock.now(), ZONE)
const lastMonth = lastClosedPeriod(systemClock.now(), ZONE)
const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
  new Date(`${lastMonth}-01T00:00:00Z`),
)
const PARTNER = { id: 'kestrel', name: 'Kestrel Ridge', adminEmail: 'dana@kestrel.example' }
const usage = (now: number, last: number) => ({
  [thisMonth]: now,
  [lastMonth]: last,
  [shiftPeriod(lastMonth, -1)]: last - 1,
  [shiftPeriod(lastMonth, -2)]: last + 2,
})
const COMPANIES = {
  'k-1': { name: 'Ambleforth Timber', usage: usage(12, 11) },
  'k-2': { name: 'Brackenside Care Homes', usage: usage(140, 154) },
  'k-3': { name: "O'Dell & Daughters, Inc.", usage: usage(9, 7) },
  'k-4': { name: '有限会社ほしかげ印刷', usage: usage(3, 5) },
  'k-5': { name: 'Silent Partners', usage: {} },
}

describe.runIf(chromiumPath)('the numbers, and what is left to map, in a real browser', { timeout: WALK_MS }, () => {
  let pages: Pages
  let visitor: Visitor
  let partnerKey: string
  const rowOf = (name: string) => visitor.page.getByRole('row').filter({ hasText: name })
  beforeAll(async () => {
    pages = await startPages({ unmappedRetryAfterMs: 5_000 })
    await pages.givePartner({ ...PARTNER, companies: COMPANIES })
    partnerKey = await pages.makeKey('Kestrel in Gradient')
    visitor = await pages.visit(PARTNER.id)
  })
  afterAll(() => pages.close())

  test('before anything is connected the numbers are there, and say that nothing is sent', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Numbers', exact: true }).click()
    await rowOf('Ambleforth Timber').getByText('12', { exact: true }).waitFor()
    await look(visitor, 'numbers-not-connected')
    await page.getByRole('link', { name: 'To map' }).click()
    await page.getByRole('heading', { name: 'To map in Gradient', level: 1 }).waitFor()
    await look(visitor, 'mapping-not-connected')
  })

  test('after connecting, and mapping all but two in Gradient, the preview tells what would be sent today', async () => {
    const { page } = visitor
    await pages.stack.call('PUT', `/v1/partners/${PARTNER.id}/gradient-connection`, { partnerApiKey: partnerKey })
    await page.getByRole('link', { name: 'Gradient', exact: true }).click()
    await page.getByText('5 of 5 companies are there.').waitFor()
    await pages.stack.control('POST', `partners/${partnerKey}/map`, { accountIds: ['k-1', 'k-2', 'k-5'] })
    await page.getByRole('link', { name: 'Numbers', exact: true }).click()
    await rowOf('Silent Partners').getByText('None reported yet; never sent as 0.').waitFor()
    await rowOf('Brackenside Care Homes').getByText('140', { exact: true }).waitFor()
    await look(visitor, 'numbers-preview')
  })

  test('Send now says what it will do, does it, and tells what came of it', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: `See ${monthName}` }).click()
    await page.getByText('Not sent to Gradient yet.').waitFor()
    await look(visitor, 'numbers-not-sent')
    await page.getByRole('button', { name: 'Send now' }).click()
    const dialog = page.getByRole('dialog', { name: `Send ${monthName} now?` })
    await dialog.getByText(/for the first time over this connection/).waitFor()
    await look(visitor, 'send-now-dialog')
    await dialog.getByRole('button', { name: 'Send now' }).click()
    await page.getByText(/Gradient took 2 of the/).waitFor()
    await rowOf('Ambleforth Timber').getByText('Sent', { exact: true }).waitFor()
    await rowOf("O'Dell & Daughters, Inc.").getByText('To map').first().waitFor()
    await rowOf('Silent Partners').getByText('Never sent as 0.').waitFor()
    await look(visitor, 'numbers-sent')
    expect(await countsInGradient(pages.stack, partnerKey)).toEqual({
      'k-1': 11,
      'k-2': 154,
      'k-3': null,
      'k-4': null,
      'k-5': null,
    })
  })

  test('what is left to map is listed by the exact name, which one button copies', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: /^To map/ }).click()
    await page.getByText('有限会社ほしかげ印刷').waitFor()
    await look(visitor, 'mapping')
    await page.getByRole('button', { name: /Copy.*O'Dell & Daughters, Inc\./ }).click()
    await page.getByText("Copied: O'Dell & Daughters, Inc.").first().waitFor()
    // The page may not read the clipboard, so it is pasted elsewhere to be seen.
    const elsewhere = await visitor.context.newPage()
    await elsewhere.setContent('<input autofocus>')
    await elsewhere.locator('input').focus()
    await elsewhere.keyboard.press('ControlOrMeta+V')
    expect(await elsewhere.locator('input').inputValue()).toBe("O'Dell & Daughters, Inc.")
    await elsewhere.close()
  })

  test('a company that is mapped in Gradient has its number follow by itself, and its line goes', async () => {
    const { page } = visitor
    await pages.stack.control('POST', `partners/${partnerKey}/map`, { accountIds: ['k-3'] })
    await page.getByText("O'Dell & Daughters, Inc.", { exact: true }).waitFor({ state: 'hidden' })
    await page.getByText('Mapped since', { exact: true }).waitFor()
    await look(visitor, 'mapping-one-left')
    await pages.stack.control('POST', `partners/${partnerKey}/map`, { accountIds: ['k-4'] })
    await page.getByText('Nothing is left to map', { exact: true }).waitFor()
    await look(visitor, 'mapping-nothing-left')
    await waitFor(async () => (await countsInGradient(pages.stack, partnerKey))['k-4'] === 5)
  })

  test('a corrected count shows the old value, when and why, and all that happened', async () => {
    const { page } = visitor
    await pages.stack.call('PUT', `/v1/partners/${PARTNER.id}/companies/k-1/usage/${lastMonth}`, { billableUsers: 13 })
    await page.goto(`${pages.stack.gatewayUrl}/portal/gradient/numbers/${lastMonth}`)
    await rowOf('Ambleforth Timber').getByText('was 11').waitFor()
    await look(visitor, 'numbers-corrected')
    await page.getByRole('link', { name: 'Ambleforth Timber' }).click()
    await page
      .getByText(/reported 13 after Gradient had taken 11/)
      .first()
      .waitFor()
    await page.getByText('13 sent, Gradient took it.').waitFor()
    await look(visitor, 'company')
    await page.keyboard.press('Escape')
  })

  test('companies are filtered by outcome and sorted, and the address keeps it', async () => {
    const { page } = visitor
    const firstIs = (name: string) => page.getByRole('row').nth(1).filter({ hasText: name }).waitFor()
    await page.getByRole('button', { name: /^Users/ }).click()
    await firstIs('Brackenside Care Homes')
    await page.getByRole('button', { name: /^Users/ }).click()
    await firstIs('有限会社ほしかげ印刷')
    await page.getByRole('button', { name: /^Nothing reported/ }).click()
    await rowOf('Brackenside Care Homes').waitFor({ state: 'hidden' })
    await page.reload()
    await rowOf('Silent Partners').waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({
      outcome: 'no_usage',
      sort: 'unitCount',
    })
    await page.getByRole('button', { name: /^All/ }).click()
    await rowOf('Brackenside Care Homes').waitFor()
    visitor.expectNoTrouble()
  })

  test('the keyboard alone leads to Send now, into its dialog and back', async () => {
    const { page } = visitor
    await page.goto(`${pages.stack.gatewayUrl}/portal/gradient/numbers/${lastMonth}`)
    const button = page.getByRole('button', { name: 'Send now' })
    await button.waitFor()
    await page.keyboard.press('Tab')
    await page.getByRole('link', { name: 'Skip to the page' }).waitFor()
    const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement)
    for (let presses = 0; presses < 30 && !(await isFocused(button)); presses += 1) await page.keyboard.press('Tab')
    expect(await isFocused(button)).toBe(true)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await waitFor(() => dialog.evaluate((element) => element.contains(document.activeElement)))
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await waitFor(() => isFocused(button))
    visitor.expectNoTrouble()
  })

  test('the list and the breakdown are taken away as files', async () => {
    const { page } = visitor
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the list as CSV' }).click(),
    ])
    const text = await (await csv.createReadStream()).toArray()
    const rows = parse(Buffer.concat(text), { columns: true }) as Record<string, string>[]
    expect(rows.map((row) => [row['companyName'], row['unitCount'], row['outcome']])).toContainEqual([
      'Ambleforth Timber',
      '13',
      'accepted',
    ])
    const [html] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the breakdown' }).click(),
    ])
    const breakdown = Buffer.concat(await (await html.createReadStream()).toArray()).toString('utf8')
    expect(breakdown).toContain('Brackenside Care Homes')
    visitor.expectNoTrouble()
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
