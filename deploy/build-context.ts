import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The files that a build sees: those under `root` that the `.dockerignore` text lets in, as paths relative to it. As Docker reads it, the last
 * pattern that matches a file or a folder above it decides, and `!` lets in again.
 */
export function readBuildContext(root: string, dockerignore: string): string[] {
  const rules = dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ lets: line.startsWith('!'), pattern: toPattern(line.replace(/^!/, '')) }))
  const isLetIn = (path: string) => {
    const last = rules.findLast(({ pattern }) => pathAndParents(path).some((part) => pattern.test(part)))
    return last?.lets ?? true
  }
  return listFiles(root, '').filter(isLetIn)
}

/** Folders in which no file can be let in; left out since walking through them takes long. */
const NEVER_WALKED = new Set(['node_modules', '.git', '.data', '.cache'])

function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return NEVER_WALKED.has(entry.name) ? [] : listFiles(root, path)
    return [path]
  })
}

function pathAndParents(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function toPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (wild) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*' })[wild] ?? '[^/]')
  return new RegExp(`^${source}$`)
}
