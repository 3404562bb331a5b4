import { periodAt } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { look } from './look.ts'
import { type Pages, startPages } from './page-stack.ts'
import type { Visitor } from './visitor.ts'

const COMPANIES = 10_000
const thisMonth = periodAt(systemClock.now(), 'America/New_York')

describe.runIf(chromiumPath)('ten thousand companies, in a real browser', { timeout: WALK_MS }, () => {
  let pages: Pages
  let visitor: Visitor
  const rows = () => visitor.page.getByRole('row')
  beforeAll(async () => {
    pages = await startPages()
    const lines = Array.from({ length: COMPANIES }, (_, index) => {
      const number = String(index + 1).padStart(5, '0')
      return `big,Big MSP,c-${number},Company ${number},${thisMonth},${index + 1}`
    })
    const csv = ['partner_id,partner_name,company_id,company_name,period,billable_users', ...lines].join('\n')
    expect((await pages.stack.call('POST', '/v1/imports', csv)).body).toMatchObject({ accepted: COMPANIES })
    visitor = await pages.visit('big')
    await visitor.page.getByRole('link', { name: 'Numbers', exact: true }).click()
    await rows().filter({ hasText: 'Company 00001' }).waitFor()
  })
  afterAll(() => pages.close())

  test('are shown a page at a time, and the sum is of all', async () => {
    const { page } = visitor
    await page.getByText('50,005,000').first().waitFor()
    const shown = (await rows().count()) - 1
    expect(shown).toBeGreaterThanOrEqual(50)
    expect(shown).toBeLessThanOrEqual(100)
    await look(visitor, 'numbers-10000')
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await rows()
      .filter({ hasText: `Company ${String(shown + 1).padStart(5, '0')}` })
      .waitFor()
    await page.getByRole('button', { name: 'Previous', exact: true }).click()
    await rows().filter({ hasText: 'Company 00001' }).waitFor()
  })

  test('are found by name or id, and sorted over all pages', async () => {
    const { page } = visitor
    await page.getByLabel('Search by name or id').fill('c-09999')
    await rows().filter({ hasText: 'Company 09999' }).waitFor()
    expect(await rows().count()).toBe(2)
    await page.getByLabel('Search by name or id').fill('nobody_%')
    await page.getByText('No company has “nobody_%” in its name or id.').waitFor()
    await look(visitor, 'numbers-no-hit')
    await page.getByRole('button', { name: 'Show all companies' }).click()
    await page.getByRole('button', { name: /^Users/ }).click()
    await rows().nth(1).filter({ hasText: 'Company 10000' }).waitFor()
    await page.reload()
    await rows().nth(1).filter({ hasText: 'Company 10000' }).waitFor()
    visitor.expectNoTrouble()
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
