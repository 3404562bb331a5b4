import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Asset } from './compress-assets.ts'

/** What a browser fetches before the page can show anything, and how large that is compressed, in bytes. */
export interface FirstLoad {
  files: string[]
  brotliBytes: number
  gzipBytes: number
}

/** The built page asks for a file that was not built, or asks somebody else for it. */
class UnknownFileError extends Error {
  override name = 'UnknownFileError'
}

/**
 * `index.html` and the scripts, styles and preloaded modules that it names, of a page that is served at `basePath`. Throws when it names what is not there, or
 * is not ours.
 */
export function measureFirstLoad(folder: string, basePath: string, assets: Asset[]): FirstLoad {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const named = namedIn(page).map((address) => {
    const file = assets.find((asset) => address === `${basePath}${asset.file}`)
    if (!file) throw new UnknownFileError(`index.html asks for ${address}, which is not among the built files.`)
    return file
  })
  const loaded = [...assets.filter(({ file }) => file === 'index.html'), ...new Set(named)]
  return {
    files: loaded.map(({ file }) => file),
    brotliBytes: loaded.reduce((sum, { brotliBytes }) => sum + brotliBytes, 0),
    gzipBytes: loaded.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0),
  }
}

function namedIn(page: string): string[] {
  return [...page.matchAll(/<(script|link)\b[^>]*>/g)].flatMap(([tag, kind]) => {
    const isLoadedAtOnce = kind === 'script' || /\brel="?(stylesheet|modulepreload)\b/.test(tag)
    const address = tag.match(/\b(?:src|href)="([^"]*)"/)?.[1]
    return isLoadedAtOnce && address !== undefined ? [address] : []
  })
}
