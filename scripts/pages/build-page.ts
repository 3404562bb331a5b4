import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Asset, compressAssets } from './compress-assets.ts'
import { type FirstLoad, measureFirstLoad } from './first-load.ts'
import { hashPageSources } from './page-sources.ts'
import type { Page } from './pages.ts'

/** A page that was just built. */
export interface BuiltPage {
  page: Page
  assets: Asset[]
  firstLoad: FirstLoad
}

const STAMP = '.built'

/** A page could not be built; the message has the builder's words. */
export class PageBuildError extends Error {
  override name = 'PageBuildError'
}

/** True when the page's `dist` was made from the sources as they are now. */
export function isPageBuilt(root: string, page: Page): boolean {
  return stampOf(distOf(root, page)) === hashPageSources(root, page)
}

/**
 * Builds the page's `dist`. `accept` is asked before it takes the old one's place, and leaves that as it was by throwing. Several at once do no harm: each
 * builds in a folder of its own and renames it, so that nobody ever sees half a page. Throws `PageBuildError` with the builder's words.
 */
export async function buildPage(
  root: string,
  page: Page,
  accept: (built: BuiltPage) => void,
  signal?: AbortSignal,
): Promise<BuiltPage> {
  // Before the files are read: what is changed meanwhile is built the next time.
  const hash = hashPageSources(root, page)
  const cache = join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, `${page.name}-build-`))
  try {
    await runVite(root, page, folder, signal)
    const assets = compressAssets(folder)
    const built = { page, assets, firstLoad: measureFirstLoad(folder, page.basePath, assets) }
    accept(built)
    writeFileSync(join(folder, STAMP), hash)
    // Made for us alone; in an image, another user serves it.
    chmodSync(folder, 0o755)
    putInPlace(folder, distOf(root, page), hash)
    return built
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runVite(root: string, page: Page, outDir: string, signal?: AbortSignal): Promise<void> {
  const service = join(root, page.service)
  const vite = join(service, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', join(root, page.folder), '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  try {
    // Under a test runner NODE_ENV is `test`, by which React's slow half would be built in.
    const env = { ...process.env, NODE_ENV: 'production' }
    await promisify(execFile)(process.execPath, args, {
      cwd: service,
      env,
      maxBuffer: 1 << 24,
      ...(signal && { signal }),
    })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const words = `${stdout}${stderr}`.trim() || String(error)
    throw new PageBuildError(`The ${page.title} could not be built:\n${words}`, { cause: error })
  }
}

function putInPlace(folder: string, dist: string, hash: string): void {
  const old = `${folder}.old`
  try {
    // Another build of the same sources was quicker: a page that is being used is not taken away for its like.
    if (stampOf(dist) === hash) return
    renameIfThere(dist, old)
    renameSync(folder, dist)
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST'].includes(String(error.code))
    if (!isThere || stampOf(dist) !== hash) throw error
  } finally {
    rmSync(old, { recursive: true, force: true })
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

function stampOf(dist: string): string | undefined {
  const file = join(dist, STAMP)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function distOf(root: string, page: Page): string {
  return join(root, page.service, 'dist')
}
