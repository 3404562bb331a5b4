import { lastClosedPeriod, periodAt } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { look } from './look.ts'
import { type Pages, startPages } from './page-stack.ts'
import type { Visitor } from './visitor.ts'

const ZONE = 'America/New_York'
const thisMonth = periodAt(systemClock.now(), ZONE)
const lastMonth = lastClosedPeriod(systemClock.now(), ZONE)
const PARTNER = { id: 'northwind', name: 'Northwind IT, LLC' }
const COMPANIES = {
  'nw-1': { name: "O'Dell & Daughters Roofing, Inc.", usage: { [thisMonth]: 12, [lastMonth]: 11 } },
  'nw-2': { name: '株式会社みどり丘製菓', usage: { [thisMonth]: 40, [lastMonth]: 38 } },
  'nw-3': { name: 'Zeta Freight', usage: { [thisMonth]: 0, [lastMonth]: 7 } },
  'nw-4': { name: 'Åkerlund & Støtte', usage: {} },
}

describe.runIf(chromiumPath)('connecting, in a real browser', { timeout: WALK_MS }, () => {
  let pages: Pages
  let visitor: Visitor
  let partnerKey: string
  beforeAll(async () => {
    pages = await startPages()
    await pages.givePartner({ ...PARTNER, companies: COMPANIES })
    partnerKey = await pages.makeKey('Northwind in Gradient')
    visitor = await pages.visit()
  })
  afterAll(() => pages.close())

  test('a link opens the Gradient page once, and says so when it is followed again', async () => {
    const link = await pages.linkFor(PARTNER.id)
    await visitor.page.goto(link)
    await visitor.page.getByRole('heading', { name: 'Connect Gradient', level: 1 }).waitFor()
    expect(new URL(visitor.page.url()).pathname).toBe('/portal/gradient')
    const cookies = await visitor.context.cookies()
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
    const other = await pages.visit()
    other.expectFailures(/status of 410/)
    await other.page.goto(link)
    await other.page.getByRole('heading', { name: 'This link was used already' }).waitFor()
    await look(other, 'entry-used')
    await other.page.goto(`${pages.stack.gatewayUrl}/portal/enter/${'x'.repeat(43)}`)
    await other.page.getByRole('heading', { name: 'This link does not work' }).waitFor()
    await look(other, 'entry-unknown')
    await other.context.close()
  })

  test('who has no session is told how to get one', async () => {
    const other = await pages.visit()
    other.expectFailures(/status of 401/)
    await other.page.goto(`${pages.stack.gatewayUrl}/portal/gradient`)
    await other.page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
    await look(other, 'not-signed-in')
    await other.context.close()
  })

  test('Partner Integrations shows Gradient as not connected', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Partner Integrations' }).click()
    await page.getByText('Not connected').waitFor()
    await look(visitor, 'integrations-not-connected')
    await page.getByRole('link', { name: 'Connect Gradient' }).click()
  })

  test('before anything is connected the page shows all that Gradient would see, from the partner’s own data', async () => {
    const { page } = visitor
    await page.getByRole('heading', { name: 'This is all that Gradient will see' }).waitFor()
    const table = page.getByRole('table')
    await table.getByText("O'Dell & Daughters Roofing, Inc.").waitFor()
    const rows = await table.getByRole('row').allInnerTexts()
    const cells = rows.map((row) =>
      row
        .split(/[\t\n]+/)
        .map((cell) => cell.trim())
        .filter(Boolean),
    )
    expect(cells).toContainEqual(expect.arrayContaining(['株式会社みどり丘製菓', 'nw-2', '40']))
    expect(cells).toContainEqual(expect.arrayContaining(['Zeta Freight', 'nw-3', '0']))
    expect(cells).toContainEqual(expect.arrayContaining(['Åkerlund & Støtte', 'nw-4', 'None reported yet']))
    await page.getByRole('heading', { name: 'Never shared' }).waitFor()
    await look(visitor, 'connect')
  })

  test('a wrong key is refused in words that help, is still in the field, and nothing is kept', async () => {
    const { page } = visitor
    visitor.expectFailures(/status of 422/)
    const field = page.getByLabel('Partner API Key', { exact: true })
    expect(await field.getAttribute('autocomplete')).toMatch(/off|one-time-code|new-password/)
    await field.fill('wrong-key-0123456789')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('Gradient does not accept this key').waitFor()
    await look(visitor, 'connect-refused')
    const { body } = await pages.stack.call('GET', `/v1/partners/${PARTNER.id}/gradient-connection`)
    expect(body).toMatchObject({ status: 'not_connected' })
  })

  test('while Gradient gives no answer nothing is kept, and the page says so', async () => {
    const { page } = visitor
    visitor.expectFailures(/status of 503/)
    await pages.stack.control('PUT', 'faults', { partnerKey, errors: [{ kind: 'status_503_empty' }] })
    await page.getByLabel('Partner API Key', { exact: true }).fill(partnerKey)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('Gradient gives no answer at the moment').waitFor()
    await look(visitor, 'connect-gradient-away')
    await pages.stack.control('DELETE', 'faults')
  })

  test('a good key connects by the keyboard alone: the organization, the accounts as they arrive, what comes next', async () => {
    const { page } = visitor
    const field = page.getByLabel('Partner API Key', { exact: true })
    await field.fill('')
    await field.focus()
    await page.keyboard.insertText(partnerKey)
    await page.keyboard.press('Enter')
    await page.getByText('Connected to Northwind in Gradient').first().waitFor()
    await page.getByText('4 of 4 companies are there.').waitFor()
    expect(await page.content()).not.toContain(partnerKey)
    await look(visitor, 'gradient-pending')
    const there = (await pages.stack.control('GET', `partners/${partnerKey}`)) as { status: string; accounts: object[] }
    expect(there).toMatchObject({ status: 'pending', accounts: { length: 4 } })
  })

  test('a company that is registered meanwhile arrives by itself', async () => {
    await pages.givePartner({ ...PARTNER, companies: { 'nw-5': { name: 'Late & Sons' } } })
    await visitor.page.getByText('5 of 5 companies are there.').waitFor()
    visitor.expectNoTrouble()
  })

  test('Sync Company Accounts tells its result, pressed twice as well', async () => {
    const { page } = visitor
    const button = page.getByRole('button', { name: 'Sync Company Accounts' })
    await button.click()
    await page.getByText(/All accounts are in order, as of/).waitFor()
    await button.click()
    await page.getByText(/All accounts are in order, as of/).waitFor()
    await look(visitor, 'gradient-synced')
  })

  test('the card says that it waits for mapping', async () => {
    await visitor.page.getByRole('link', { name: 'Partner Integrations' }).click()
    await visitor.page.getByText('Waiting for mapping').waitFor()
    await look(visitor, 'integrations-waiting')
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
