import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What stays as it is: it looks for files beside its own, or is native. */
const LEFT_ALONE = ['@bull-board/', '@fastify/swagger-ui', '@node-rs/argon2']
const IMPORT = /^(?:import|export)\b[^'"]*?from '([^'.][^']*)'$/gm

/** What the sources of our services and of the packages they stand on import from elsewhere, each with one of the files that do. */
export function importedPackages(root: string): Map<string, string> {
  const found = new Map<string, string>()
  const rooms = globSync(['services/*/src/main.ts', 'packages/*/src/index.ts'], { cwd: root }).map(dirname)
  const sources = rooms.flatMap((room) => globSync(join(room, '**/*.ts'), { cwd: root }))
  for (const source of sources.toSorted()) {
    if (source.endsWith('.test.ts') || source.startsWith(join('packages', 'testkit'))) continue
    const file = join(root, source)
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const isOurs = specifier.startsWith('@bridge/') || specifier.startsWith('node:')
      if (!isOurs && !LEFT_ALONE.some((name) => specifier.startsWith(name))) found.set(specifier, file)
    }
  }
  return found
}
