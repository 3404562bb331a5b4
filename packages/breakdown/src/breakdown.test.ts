import { PUSH_STATES } from '@bridge/domain'
import { expect, test } from 'vitest'
import { type Breakdown, type BreakdownRow, writeBreakdown, writeBreakdownPage } from './breakdown.ts'
import { words } from './words-en.ts'

const PERIOD = '2026-10'

function row(more: Partial<BreakdownRow> = {}): BreakdownRow {
  return {
    companyId: 'c1',
    companyName: 'Northwind',
    period: PERIOD,
    unitCount: 12,
    outcome: 'accepted',
    waitingReason: null,
    sentAt: new Date('2026-11-01T05:12:00Z'),
    corrected: null,
    ...more,
  }
}

function breakdown(rows: BreakdownRow[], more: Partial<Breakdown> = {}): Breakdown {
  return {
    vendorName: 'Phin',
    partnerName: '青葉野ネットサポート株式会社',
    period: PERIOD,
    timeZone: 'America/New_York',
    asOf: new Date('2026-11-01T05:12:00Z'),
    pageUrl: 'https://bridge.example/portal',
    rows,
    ...more,
  }
}

/** A text as it is read: without marks and with its characters. */
function asRead(html: string): string {
  const body = html.slice(html.indexOf('<body>')).replace(/<[^>]*>/g, ' ')
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return body.replace(/&(\w+|#\d+);/g, (_, name: string) => entities[name] ?? '?').replace(/\s+/g, ' ')
}

test('both parts of the mail say the same: the sums, what is to map by its exact name, every line, when, and the page', () => {
  const rows = [
    row(),
    row({ companyId: 'c2', companyName: 'Bjørnsund & Sønn <AS>', outcome: 'unmapped', unitCount: 7, sentAt: null }),
    row({ companyId: 'c3', companyName: '株式会社みどり丘製菓', outcome: 'no_usage', unitCount: null, sentAt: null }),
    row({ companyId: 'c4', companyName: 'Ελαιώνας', unitCount: 1_200, corrected: { from: 1_100, at: new Date() } }),
  ]
  const { html, text, subject, fileName } = writeBreakdown(breakdown(rows))
  expect(subject).toBe('Phin to Gradient, October 2026: 2 of 4 companies sent, 1 to map')
  for (const part of [asRead(html), text.replace(/\s+/g, ' ')]) {
    for (const said of [
      'Billable users of October 2026',
      'for 青葉野ネットサポート株式会社',
      'As of November 1, 2026 at 01:12 EDT.',
      '2 companies sent, with 1,212 billable users in all.',
      '1 company to map in Gradient',
      '1 company without a number',
      'To map in Gradient: 1 company',
      'Bjørnsund & Sønn <AS>',
      '株式会社みどり丘製菓',
      'Nothing reported',
      'corrected, was 1,100',
      'Attached: billable-users-2026-10.csv',
      'how to get in from Phin',
    ])
      expect(part).toContain(said)
  }
  expect(html).toContain('href="https://bridge.example/portal"')
  expect(text).toContain('https://bridge.example/portal')
  expect(fileName).toBe('billable-users-2026-10.csv')
})

test('the plain text keeps its columns straight, whatever script the names are in', () => {
  const rows = [
    row({ companyName: '株式会社みどり丘製菓', unitCount: 5 }),
    row({ companyId: 'c2', companyName: 'A', unitCount: 12_345, outcome: 'unmapped' }),
  ]
  const lines = writeBreakdown(breakdown(rows)).text.split('\n')
  const from = lines.indexOf('All companies')
  expect(lines.slice(from + 2, from + 5)).toEqual([
    ' Users  Result              Company',
    '     5  Sent                株式会社みどり丘製菓 (Id c1)',
    '12,345  To map in Gradient  A (Id c2)',
  ])
})

test.each(PUSH_STATES)('a line that is %s has words of its own, in the table and in the sums', (outcome) => {
  const { html, text } = writeBreakdown(breakdown([row({ outcome })]))
  expect(asRead(html)).toContain(words.result[outcome])
  expect(text).toContain(words.sum[outcome](1, 12))
})

test('a line that waits for a new key, or while sending is paused, says so', () => {
  const waiting = (waitingReason: 'needs_key' | 'sending_paused') =>
    writeBreakdown(breakdown([row({ outcome: 'waiting', waitingReason })])).text
  expect(waiting('needs_key')).toContain('Waits for a new key')
  expect(waiting('sending_paused')).toContain('sending is paused')
})

test('what comes from outside is text and never markup', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='1'>`
  const { html } = writeBreakdown(
    breakdown([row({ companyName: evil, companyId: evil, outcome: 'unmapped' })], {
      vendorName: evil,
      partnerName: evil,
      pageUrl: 'https://bridge.example/?a=1&b="2"',
    }),
  )
  expect(html).not.toMatch(/<script|<img/)
  expect(asRead(html)).toContain(evil)
  expect(html).toContain('href="https://bridge.example/?a=1&amp;b=&quot;2&quot;"')
})

test('a long mail shows five hundred lines of each list and leaves the rest to the file, which has all; the page has all', () => {
  const rows = Array.from({ length: 1_234 }, (_, index) => row({ companyId: `c${index}`, outcome: 'unmapped' }))
  const { html, text, csv } = writeBreakdown(breakdown(rows))
  expect(html.match(/<tr>/g)).toHaveLength(501)
  expect(html.match(/and 734 more in billable-users-2026-10.csv/g)).toHaveLength(2)
  expect(text.match(/^and 734 more in billable-users-2026-10.csv$/gm)).toHaveLength(2)
  expect(csv.trim().split('\n')).toHaveLength(1_235)
  const page = writeBreakdownPage(breakdown(rows))
  expect(page.match(/<tr>/g)).toHaveLength(1_235)
  expect(page).not.toMatch(/ more|Attached|You get this/)
})

test('the file has every line under names that the API has too, and no cell that a spreadsheet would run', () => {
  const rows = [
    row({
      companyName: '=HYPERLINK("http://evil.example")',
      companyId: '+1',
      unitCount: 0,
      corrected: { from: 9, at: new Date('2026-11-02T00:00:00Z') },
    }),
    row({ companyId: 'c2', companyName: 'a, "b"', outcome: 'no_usage', unitCount: null, sentAt: null }),
  ]
  expect(writeBreakdown(breakdown(rows)).csv.split('\n')).toEqual([
    '\ufeffcompanyId,companyName,period,unitCount,outcome,result,sentAt,correctedFrom,correctedAt',
    `'+1,"'=HYPERLINK(""http://evil.example"")",2026-10,0,accepted,Sent,2026-11-01T05:12:00.000Z,9,2026-11-02T00:00:00.000Z`,
    'c2,"a, ""b""",2026-10,,no_usage,Nothing reported,,,',
    '',
  ])
})

test('a zero is a number, and a missing number is none', () => {
  const { text, subject } = writeBreakdown(
    breakdown([row({ unitCount: 0 }), row({ companyId: 'c2', unitCount: null, outcome: 'no_usage' })]),
  )
  expect(text).toContain('    0  Sent')
  expect(text).toContain(' none  Nothing reported')
  expect(text).toContain('1 company sent, with 0 billable users in all.')
  expect(subject).toBe('Phin to Gradient, October 2026: 1 of 2 companies sent')
})

test('a partner without companies gets a mail that reads well all the same', () => {
  const { html, text, subject } = writeBreakdown(breakdown([]))
  expect(subject).toBe('Phin to Gradient, October 2026: 0 of 0 companies sent')
  expect(html).not.toMatch(/<table|<ul>\s*<\/ul>/)
  expect(text).toContain('There was no company to bill.')
})
