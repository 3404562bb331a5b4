import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, NO_BROWSER, WALK_MS } from './browser.ts'
import { look } from './look.ts'
import { type Pages, startPages } from './page-stack.ts'
import type { Visitor } from './visitor.ts'

const lastMonth = lastClosedPeriod(systemClock.now(), 'America/New_York')
const PARTNER = { id: 'harbour', name: 'Harbour & Pine' }

describe.runIf(chromiumPath)('keys that stop working, and the end, in a real browser', { timeout: WALK_MS }, () => {
  let pages: Pages
  let visitor: Visitor
  let partnerKey: string
  const call = (method: string, path: string, body?: unknown) =>
    pages.stack.call(method, `/v1/partners/${PARTNER.id}${path}`, body)
  beforeAll(async () => {
    pages = await startPages()
    const usage = { [lastMonth]: 4 }
    const companies = { a: { name: 'Alpha', usage }, b: { name: 'Beta', usage }, c: { name: 'Gamma', usage } }
    await pages.givePartner({ ...PARTNER, companies })
    partnerKey = await pages.makeKey('Harbour in Gradient')
    // What the vendor's key is, is known by another partner's being taken: without one, a bad key alone could not be told from it.
    await pages.givePartner({ id: 'other', name: 'Other', companies: {} })
    for (const [id, key] of [
      [PARTNER.id, partnerKey],
      ['other', await pages.makeKey('Other')],
    ])
      await pages.stack.call('PUT', `/v1/partners/${id}/gradient-connection`, { partnerApiKey: key })
    visitor = await pages.visit(PARTNER.id)
    await visitor.page.getByText('3 of 3 companies are there.').waitFor()
  })
  afterAll(() => pages.close())

  test('accounts that Gradient refuses are shown with the reason', async () => {
    const { page } = visitor
    await pages.stack.control('PUT', 'faults', { partnerKey, accountRefused: ['d'] })
    await call('PUT', '/companies/d', { name: 'Delta' })
    await page.getByText('1 company was not taken by Gradient').waitFor()
    await page.getByText('Delta').waitFor()
    await look(visitor, 'gradient-account-failed')
    await pages.stack.control('DELETE', 'faults')
    await page.getByRole('button', { name: 'Sync Company Accounts' }).click()
    await page.getByText('1 company was not taken by Gradient').waitFor({ state: 'hidden' })
  })

  test('a key that Gradient stops accepting asks for a new one, at once and on every page', async () => {
    const { page } = visitor
    const { partnerKey: renewed } = (await pages.stack.control('POST', `partners/${partnerKey}/regenerate-key`)) as {
      partnerKey: string
    }
    partnerKey = renewed
    await page.getByRole('button', { name: 'Sync Company Accounts' }).click()
    await page.getByText('Gradient no longer accepts your key').waitFor()
    await look(visitor, 'gradient-needs-key')
    await page.getByRole('link', { name: 'Partner Integrations' }).click()
    await page.getByText('Needs a new key').waitFor()
    await look(visitor, 'integrations-needs-key')
    await page.getByRole('link', { name: 'Paste a new key' }).click()
  })

  test('the new key takes its place, by paste and Enter', async () => {
    const { page } = visitor
    const field = page.getByLabel('Partner API Key', { exact: true })
    await page.evaluate((text) => navigator.clipboard.writeText(text), partnerKey)
    await field.focus()
    await page.keyboard.press('ControlOrMeta+V')
    await page.keyboard.press('Enter')
    await page.getByText('The new key is in use').waitFor()
    await page.getByText(`Ends in ${partnerKey.slice(-4)}`).waitFor()
    await look(visitor, 'gradient-key-replaced')
  })

  test('while connected, a wrong new key changes nothing', async () => {
    const { page } = visitor
    visitor.expectFailures(/status of 422/)
    await page.getByRole('button', { name: 'Replace key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Partner API Key', { exact: true }).fill('not-a-key-of-theirs')
    await dialog.getByRole('button', { name: 'Check and use this key' }).click()
    await dialog.getByText('Gradient does not accept this key').waitFor()
    await look(visitor, 'replace-key-refused')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    const { body } = await call('GET', '/gradient-connection')
    expect(body).toMatchObject({ status: 'pending', keyHint: partnerKey.slice(-4) })
  })

  test('disconnecting asks for the partner’s name, says what is lost, and is the end', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Disconnect Gradient' }).click()
    const dialog = page.getByRole('dialog', { name: 'Disconnect Gradient?' })
    const action = dialog.getByRole('button', { name: 'Disconnect for good' })
    await dialog.getByText('This cannot be undone.').waitFor()
    await dialog.getByLabel(/type the name of your company/).fill('Harbour')
    await look(visitor, 'disconnect-dialog')
    // Pressed with the wrong name, whether or not it can be: nothing may come of it.
    await action.click({ force: true, timeout: 2_000 }).catch(() => undefined)
    expect((await call('GET', '/gradient-connection')).body).toMatchObject({ status: 'pending' })
    await dialog.getByLabel(/type the name of your company/).fill(PARTNER.name)
    await action.click()
    await page.getByText('Gradient is disconnected').waitFor()
    await page.getByRole('heading', { name: 'Connect Gradient', level: 1 }).waitFor()
    await look(visitor, 'gradient-disconnected')
    expect((await call('GET', '/gradient-connection')).body).toMatchObject({ status: 'not_connected' })
    const there = await pages.stack.control('GET', `partners/${partnerKey}`)
    expect(there).toMatchObject({ status: 'inactive' })
  })

  test('signing out ends the session, here and for whoever copied the cookie', async () => {
    const { page, context } = visitor
    visitor.expectFailures(/status of 401/)
    const [cookie] = await context.cookies()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
    const answer = await fetch(`${pages.stack.gatewayUrl}/v1/portal-session`, {
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    })
    expect(answer.status).toBe(401)
    visitor.expectNoTrouble()
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
