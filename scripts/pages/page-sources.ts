import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from './pages.ts'

/** What every built page is made of besides its own files: these settle its packages, its compiler's settings, and how it is built. */
const BESIDES = ['pnpm-lock.yaml', 'tsconfig.base.json', 'scripts/pages']
const NOT_SOURCES = /(^|\/)(node_modules|dist|test)(\/|$)|\.test\.tsx?$|README\.md$/

/** A hash over everything that the built page is made of: another one means that it must be built again. */
export function hashPageSources(root: string, page: Page): string {
  const hash = createHash('sha256')
  for (const file of [...page.sources, ...BESIDES].flatMap((path) => filesBelow(root, path))) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** In the same order on every machine. */
function filesBelow(root: string, path: string): string[] {
  if (NOT_SOURCES.test(path)) return []
  try {
    const names = readdirSync(join(root, path)).sort()
    return names.flatMap((name) => filesBelow(root, `${path}/${name}`))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path]
    throw error
  }
}
