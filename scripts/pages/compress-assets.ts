import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A text file of the built page, with its sizes in bytes. */
export interface Asset {
  /** Below the built folder, with forward slashes. */
  file: string
  bytes: number
  brotliBytes: number
  gzipBytes: number
}

const TEXT = /\.(html|js|mjs|css|svg|json|txt|xml|webmanifest)$/

/**
 * Writes a `.br` and a `.gz` beside every text file in the folder, as small as they get, so that nobody has to compress while a person waits. Not beside
 * an `.html`: its service writes into it for each answer. Those are measured all the same.
 */
export function compressAssets(folder: string): Asset[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  return files.sort().map((path) => {
    const content = readFileSync(path)
    const brotli = brotliCompressSync(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    })
    const gzip = gzipSync(content, { level: constants.Z_BEST_COMPRESSION })
    if (!path.endsWith('.html')) {
      writeFileSync(`${path}.br`, brotli)
      writeFileSync(`${path}.gz`, gzip)
    }
    const file = relative(folder, path).replaceAll(sep, '/')
    return { file, bytes: content.length, brotliBytes: brotli.length, gzipBytes: gzip.length }
  })
}
