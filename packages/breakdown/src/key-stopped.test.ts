import { expect, test } from 'vitest'
import { writeKeyStopped } from './key-stopped.ts'

const KEY = {
  vendorName: 'Phin',
  partnerName: 'Nordlys Drift & Støtte AS',
  organizationName: 'Nordlys <Drift>',
  since: new Date('2026-11-03T16:05:00Z'),
  timeZone: 'America/New_York',
  pageUrl: 'https://bridge.example/portal',
}

test('a partner whose key stopped reads since when, what that means, and what to do where', () => {
  const { subject, html, text } = writeKeyStopped(KEY)
  expect(subject).toBe('Phin: Gradient no longer accepts your key')
  expect(text).toContain('Since November 3, 2026 at 11:05 EST Gradient refuses the Partner API Key')
  expect(text).toContain('the numbers of Nordlys Drift & Støtte AS to Nordlys <Drift>')
  expect(text).toContain('No number is lost')
  expect(text).toMatch(/1\. In Gradient, open Phin[^\n]*\n2\. Open the page/)
  expect(text).toContain('https://bridge.example/portal')
  expect(html).toContain('Nordlys Drift &amp; Støtte AS to Nordlys &lt;Drift&gt;')
  expect(html).toContain('<li>Open the page, choose Gradient, and paste the new key.</li>')
})
