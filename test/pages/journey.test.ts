import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { look } from './look.ts'
import { type Pages, startPages } from './page-stack.ts'
import type { Visitor } from './visitor.ts'

const lastMonth = lastClosedPeriod(systemClock.now(), 'America/New_York')
const usage = (count: number) => ({ [lastMonth]: count })
const PARTNER = { id: 'bristlecone', name: 'Bristlecone Networks' }
const COMPANIES = {
  'b-1': { name: 'Copperhead Mesa Outfitters', usage: usage(16) },
  'b-2': { name: 'Dry Crick Title & Escrow', usage: usage(0) },
}

describe.runIf(chromiumPath)('the partner’s whole way, both sides in a real browser', { timeout: WALK_MS }, () => {
  let pages: Pages
  let visitor: Visitor
  let there: Page
  beforeAll(async () => {
    pages = await startPages()
    await pages.givePartner({ ...PARTNER, companies: COMPANIES })
    visitor = await pages.visit(PARTNER.id)
    there = await visitor.context.newPage()
  })
  afterAll(() => pages.close())

  test('a key is made in Gradient and pasted here, and the accounts are there', async () => {
    await there.goto(pages.stack.sandboxUrl)
    await there.getByLabel('Name of the organization').fill('Bristlecone in Gradient')
    await there.getByRole('button', { name: 'Connect and make a key' }).click()
    await there.getByText('The key is made.').waitFor()
    const key = await there.locator('dd code').first().textContent()
    const { page } = visitor
    await page.getByLabel('Partner API Key', { exact: true }).fill(key ?? '')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('2 of 2 companies are there.').waitFor()
    await there.reload()
    await there.getByRole('row', { name: /Dry Crick Title & Escrow/ }).waitFor()
  })

  test('they are mapped there, sent from here, and taken: a zero is a number too', async () => {
    const { page } = visitor
    await there.getByRole('button', { name: 'Map all' }).click()
    await there.getByText('2 accounts, 0 not mapped.').waitFor()
    await page.getByRole('link', { name: 'Send the last closed month now' }).click()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Gradient has all 2 numbers.').first().waitFor()
    for (const name of ['Copperhead Mesa Outfitters', 'Dry Crick Title & Escrow'])
      await page.getByRole('row').filter({ hasText: name }).getByText('Sent', { exact: true }).waitFor()
    await there.reload()
    const units = (name: string) => there.getByRole('row').filter({ hasText: name }).locator('td.number').textContent()
    expect(await units('Copperhead Mesa Outfitters')).toBe('16')
    expect(await units('Dry Crick Title & Escrow')).toBe('0')
    const { body } = await pages.stack.call('GET', `/v1/partners/${PARTNER.id}/billing/${lastMonth}?outcome=accepted`)
    expect((body as { data: unknown[] }).data).toHaveLength(2)
  })

  test('the page then says that all is set, and the card that it is active, in the person’s own way of writing dates', async () => {
    const german = await pages.visit(PARTNER.id, { locale: 'de-DE' })
    await german.page.getByText('Active', { exact: true }).waitFor()
    await german.page
      .getByText(/\d{1,2}\. \p{L}+\.? \d{4}, \d{2}:\d{2} (MEZ|MESZ)/u)
      .first()
      .waitFor()
    await look(german, 'gradient-active')
    await german.page.getByRole('link', { name: 'Partner Integrations' }).click()
    await german.page.getByText('Active', { exact: true }).waitFor()
    await look(german, 'integrations-active')
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
