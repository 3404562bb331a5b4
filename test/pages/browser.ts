import { findChromium } from '@bridge/testkit'
import { type Browser, chromium } from 'playwright-core'

/** Where Chromium is, if it can be had; without it the walks are reported as skipped, by a name that says so. */
export const chromiumPath = findChromium()

/** What a test is called that cannot walk the pages. */
export const NO_BROWSER =
  'in a real browser: no Chromium found (set CHROMIUM_PATH or install Debian’s chromium), so the pages were not walked'

/** A step of a walk takes many pictures: patience. */
export const WALK_MS = 120_000

// Its own calls home would be refused here, and would look like requests of the page's.
const ARGS = ['no-sandbox', 'disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking']
  .concat(['disable-component-update', 'disable-sync', 'force-color-profile=srgb', 'hide-scrollbars'])
  .map((flag) => `--${flag}`)

/** Starts the browser. Close it in `afterAll`. */
export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(NO_BROWSER)
  return chromium.launch({ executablePath: chromiumPath, args: ARGS })
}
