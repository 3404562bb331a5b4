import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A person with a browser of their own, watched: what the page complains of, and whom it calls. */
export interface Visitor {
  context: BrowserContext
  page: Page
  /** Fails if the page logged an error, threw, broke its Content-Security-Policy or called anybody but whom it is served by since the last time. */
  expectNoTrouble(): void
  /** Failed requests that this pattern describes are expected from here on (a refusal that the walk provokes). */
  expectFailures(pattern: RegExp): void
}

/** Opens one. The time zone is not the billing calendar's, so that both are seen. */
export async function openVisitor(
  browser: Browser,
  input: { origin: string; colorScheme?: 'light' | 'dark'; locale?: string },
): Promise<Visitor> {
  const context = await browser.newContext({
    colorScheme: input.colorScheme ?? 'light',
    locale: input.locale ?? 'en-GB',
    timezoneId: 'Europe/Oslo',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
    permissions: ['clipboard-write'],
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const troubles: string[] = []
  const expected: RegExp[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    const text = `${message.text()} (${message.location().url})`
    if (!expected.some((pattern) => pattern.test(text))) troubles.push(`console ${message.type()}: ${text}`)
  })
  page.on('pageerror', (error) => troubles.push(`thrown: ${error.stack ?? error.message}`))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== input.origin && protocol !== 'data:' && protocol !== 'blob:')
      troubles.push(`a request to somebody else: ${request.url()}`)
  })
  return {
    context,
    page,
    expectNoTrouble() {
      expect(troubles.splice(0)).toEqual([])
    },
    expectFailures: (pattern) => void expected.push(pattern),
  }
}
