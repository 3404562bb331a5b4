import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Visitor } from './visitor.ts'

const FOLDER = join(import.meta.dirname, '../../pictures')
/** Pictures are for people, who ask for them by `npm run pictures`; no check needs them, and they take a sixth of the time of a walk. */
const WITH_PICTURES = process.env['PICTURES'] === '1'
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
 * Looks at a page in the state in which it is, on a desktop, on a phone and in the dark: a picture of each into the ignored folder `pictures/`, where they are asked for;
 * WCAG 2.2 AA by axe in each; no sideways scroll from 320 px to 4K; no error, foreign request or breach of the policy since the last look.
 */
export async function look(visitor: Visitor, name: string): Promise<void> {
  const { page } = visitor
  for (const { width, colorScheme } of VIEWS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: HEIGHT })
    await page.evaluate(settle)
    if (WITH_PICTURES) await takePicture(page, `${name}-${width}-${colorScheme}`)
    expect(await violationsOf(page), `axe on ${name} at ${width} px, ${colorScheme}`).toEqual([])
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

async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  // What lies behind a dialog is out of reach, and darkened only as far as the window goes.
  const fullPage = (await page.locator('dialog[open]').count()) === 0
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage, animations: 'disabled' })
}

/**
 * What axe finds, one line for each rule that is broken. It looks for the same as ever, but does not describe what is in order (two thirds of its time), and its half a megabyte is
 * loaded into a page once, not for each look (two thirds of the rest).
 */
async function violationsOf(page: Page): Promise<string[]> {
  expect(page.frames(), 'a frame, into which axe would not look').toHaveLength(1)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async (values) => {
    const { run } = (window as unknown as { axe: typeof axe }).axe
    const { violations } = await run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  }, RULES)
}

/** Runs in the page: waits for its fonts, and takes what is just changing (a colour, a dialog that opens) to its end. */
async function settle(): Promise<void> {
  await document.fonts.ready
  for (const animation of document.getAnimations())
    if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish()
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
