import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Asset, compressAssets } from './compress-assets.ts'
import { type FirstLoad, measureFirstLoad } from './first-load.ts'
import { hashPortalSources } from './portal-sources.ts'

/** The page that was just built. */
export interface BuiltPortal {
  assets: Asset[]
  firstLoad: FirstLoad
}

const STAMP = '.built'

/** The partner's page could not be built; the message has the builder's words. */
export class PortalBuildError extends Error {
  override name = 'PortalBuildError'
}

/** True when `services/portal/dist` was made from the sources as they are now. */
export function isPortalBuilt(root: string): boolean {
  return stampOf(distOf(root)) === hashPortalSources(root)
}

/**
 * Builds `services/portal/dist`. `accept` is asked before it takes the old one's place, and leaves that as it was by throwing. Several at once do no harm: each
 * builds in a folder of its own and renames it, so that nobody ever sees half a page. Throws `PortalBuildError` with the builder's words.
 */
export async function buildPortal(
  root: string,
  accept: (built: BuiltPortal) => void,
  signal?: AbortSignal,
): Promise<BuiltPortal> {
  // Before the files are read: what is changed meanwhile is built the next time.
  const hash = hashPortalSources(root)
  const cache = join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'portal-build-'))
  try {
    await runVite(join(root, 'services/portal'), folder, signal)
    const assets = compressAssets(folder)
    const built = { assets, firstLoad: measureFirstLoad(folder, assets) }
    accept(built)
    writeFileSync(join(folder, STAMP), hash)
    // Made for us alone; in an image, another user serves it.
    chmodSync(folder, 0o755)
    putInPlace(folder, distOf(root), hash)
    return built
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runVite(portal: string, outDir: string, signal?: AbortSignal): Promise<void> {
  const vite = join(portal, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  try {
    // Under a test runner NODE_ENV is `test`, by which React's slow half would be built in.
    const env = { ...process.env, NODE_ENV: 'production' }
    await promisify(execFile)(process.execPath, args, {
      cwd: portal,
      env,
      maxBuffer: 1 << 24,
      ...(signal && { signal }),
    })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const words = `${stdout}${stderr}`.trim() || String(error)
    throw new PortalBuildError(`The partner's page could not be built:\n${words}`, { cause: error })
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

function distOf(root: string): string {
  return join(root, 'services/portal/dist')
}
