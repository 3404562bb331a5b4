import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Visitor } from './visitor.ts'

const FOLDER = join(import.meta.dirname, '../../pictures')
const VIEWS = [
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 1280, colorScheme: 'light' },
] as const
/** A small phone's, and a 4K screen's. */
const EXTREMES = [320, 3840]
const HEIGHT = 900
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Looks at a page in the state in which it is: a picture of a desktop and of a phone into the ignored folder `pictures/`, and one of it in the dark;
 * WCAG 2.2 AA by axe in each; no sideways scroll from 320 px to 4K; no error, foreign request or breach of the policy since the last look.
 */
export async function look(visitor: Visitor, name: string): Promise<void> {
  const { page } = visitor
  mkdirSync(FOLDER, { recursive: true })
  for (const { width, colorScheme } of VIEWS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: HEIGHT })
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    const path = join(FOLDER, `${name}-${width}-${colorScheme}.png`)
    // What lies behind a dialog is out of reach, and darkened only as far as the window goes.
    const fullPage = (await page.locator('dialog[open]').count()) === 0
    await page.screenshot({ path, fullPage, animations: 'disabled' })
    const found = (await violationsOf(page)).map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    )
    expect(found, `axe on ${name} at ${width} px, ${colorScheme}`).toEqual([])
  }
  for (const width of EXTREMES) {
    await page.setViewportSize({ width, height: HEIGHT })
    // A chart takes its new width a moment after the window has.
    await expect
      .poll(() => page.evaluate(whatIsTooWide), { timeout: 3_000, message: `${name} at ${width} px` })
      .toEqual([])
  }
  await page.setViewportSize({ width: 1280, height: HEIGHT })
  visitor.expectNoTrouble()
}

/**
 * What axe finds. It looks for the same, but does not describe what is in order (two thirds of its time), and needs no second page to gather in: the pages
 * have no frames, the only thing which that is for.
 */
async function violationsOf(page: Page) {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(RULES)
  expect(page.frames(), 'a frame, into which axe would not look').toHaveLength(1)
  return (await axe.setLegacyMode().analyze()).violations
}

/** Runs in the page: where it can be scrolled sideways, what stands out to the right. */
function whatIsTooWide(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  const wide = [...document.querySelectorAll('body *')].filter(
    (each) => each.getBoundingClientRect().right > clientWidth,
  )
  return [`${scrollWidth - clientWidth} px too wide`, ...wide.map((each) => each.outerHTML.slice(0, 120))]
}
