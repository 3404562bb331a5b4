import { createLog, systemClock } from '@bridge/runtime'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Breakdown, writeBreakdown, writeKeyStopped } from '../../packages/breakdown/src/index.ts'
import { type Inbox, startInbox } from '../../services/inbox/src/inbox.ts'
import { type MailDoor, openMailDoor } from '../../services/mail-worker/src/mail-door.ts'
import { chromiumPath, launchBrowser, NO_BROWSER, WALK_MS } from './browser.ts'
import { look } from './look.ts'
import { openVisitor, type Visitor } from './visitor.ts'

const COMMON = {
  vendorName: 'Phin',
  partnerName: 'Harbour & Pine Technology, LLC',
  timeZone: 'America/New_York',
  pageUrl: 'https://bridge.example/portal',
}

const OUTCOMES = ['accepted', 'accepted', 'unmapped', 'no_usage', 'accepted', 'refused', 'failed', 'waiting'] as const
const NAMES = [
  "O'Dell & Daughters Roofing, Inc.",
  '株式会社みどり丘製菓',
  'Ελαιώνας Πετρακάκης',
  'Åkerlund & Støtte AS',
]
const BREAKDOWN: Breakdown = {
  ...COMMON,
  period: '2026-10',
  asOf: new Date('2026-11-01T05:12:00Z'),
  rows: Array.from({ length: 24 }, (_, index) => ({
    companyId: `hp_${String(index).padStart(5, '0')}`,
    companyName: index === 7 ? 'Longbottom'.repeat(20) : `${NAMES[index % NAMES.length]} ${index}`,
    period: '2026-10',
    unitCount: index % 8 === 3 ? null : index * index * 37,
    outcome: OUTCOMES[index % OUTCOMES.length] ?? 'accepted',
    waitingReason: null,
    sentAt: null,
    corrected: index === 4 ? { from: 31, at: new Date('2026-11-02T00:00:00Z') } : null,
  })),
}

const breakdown = writeBreakdown(BREAKDOWN)
const keyStopped = writeKeyStopped({
  ...COMMON,
  organizationName: 'Harbour & Pine',
  since: new Date('2026-11-03T16:05:00Z'),
})

describe.runIf(chromiumPath)('mails, in a real browser', { timeout: WALK_MS }, () => {
  let inbox: Inbox
  let browser: Browser
  let visitor: Visitor
  let door: MailDoor
  beforeAll(async () => {
    const log = createLog({ name: 'inbox', level: 'silent' })
    inbox = await startInbox({ host: '127.0.0.1', port: 0, smtpPort: 0, log, clock: systemClock })
    const { hostname, port } = new URL(inbox.smtpUrl)
    door = openMailDoor({ host: hostname, port: Number(port), secure: false, requireTls: false, login: null })
    browser = await launchBrowser()
    visitor = await openVisitor(browser, { origin: inbox.address })
  })
  afterAll(async () => {
    await browser.close()
    await inbox.close()
  })

  async function send({ subject, html, text }: typeof keyStopped, csv?: string): Promise<void> {
    const { result } = await door.deliver(
      {
        subject,
        html,
        text,
        messageId: '<one@phin.example>',
        from: { name: 'Phin', address: 'billing@phin.example' },
        to: 'ana@harbour-pine.example',
        attachment: csv === undefined ? null : { fileName: 'billable-users-2026-10.csv', csv },
      },
      AbortSignal.timeout(10_000),
    )
    expect(result).toBe('sent')
  }

  test('the inbox is legible empty', async () => {
    await visitor.page.goto(inbox.address)
    await look(visitor, 'inbox-empty')
  })

  test('both kinds of mail are legible, by day and by night, and on a phone', async () => {
    await visitor.page.setContent(breakdown.html)
    await look(visitor, 'mail-breakdown')
    await visitor.page.setContent(keyStopped.html)
    await look(visitor, 'mail-key-stopped')
  })

  test('the inbox lists them and shows one, with its file', async () => {
    const { page } = visitor
    await send(breakdown, breakdown.csv)
    await send(keyStopped)
    await page.goto(inbox.address)
    await look(visitor, 'inbox-list')
    await page.getByRole('link', { name: /^Phin to Gradient/ }).click()
    await page.frameLocator('iframe').getByRole('heading', { name: 'Billable users of October 2026' }).waitFor()
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'billable-users-2026-10.csv' }).click()
    expect((await downloading).suggestedFilename()).toBe('billable-users-2026-10.csv')
    visitor.expectNoTrouble()
  })

  // With a frame in which no script may run axe waits for ever: what is around the frame is looked at without one.
  test('the page around a mail is legible', async () => {
    await send({ ...breakdown, html: '' }, breakdown.csv)
    await visitor.page.goto(inbox.address)
    await visitor.page
      .getByRole('link', { name: /^Phin to Gradient/ })
      .first()
      .click()
    await look(visitor, 'inbox-mail')
  })
})

test.skipIf(chromiumPath)(NO_BROWSER, () => undefined)
