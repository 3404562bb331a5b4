import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { importedPackages } from './imported-packages.ts'

const ENTRY = 'joined:'
/** Native, or asked for only where they are installed. */
const EXTERNAL = ['pg-native', 'msgpackr-extract']

/**
 * Joins the packages that our services import into few files, as Vite does for a page that is being worked on, and answers the folder; of one lockfile once. A billing
 * worker loads 870 files of packages, a third of what its start costs (docs/performance.md); tests start some three hundred such processes. Our own
 * sources are not touched: `use-joined-packages.ts` gives them these files instead of the packages.
 */
export async function joinPackages(root: string): Promise<string> {
  const imported = importedPackages(root)
  const folder = join(root, '.cache', 'joined-packages', stampOf(root, imported))
  if (existsSync(folder)) return folder
  mkdirSync(dirname(folder), { recursive: true })
  const making = mkdtempSync(`${folder}.`)
  const files = Object.fromEntries([...imported.keys()].map((specifier) => [specifier, fileOf(specifier)]))
  const bundle = await rolldown({
    input: Object.fromEntries([...imported.keys()].map((specifier) => [fileOf(specifier), ENTRY + fileOf(specifier)])),
    platform: 'node',
    // What it finds odd in packages tells us nothing.
    logLevel: 'silent',
    external: [/^node:/, ...EXTERNAL],
    transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
    plugins: [everyExportOf(imported)],
  })
  await bundle.write({ dir: making, format: 'esm', entryFileNames: '[name]', chunkFileNames: '[name]-[hash].mjs' })
  await bundle.close()
  writeFileSync(join(making, 'files.json'), JSON.stringify(files))
  moveInto(folder, making)
  return folder
}

/** Whoever is second, of two test runs, throws away what it made. */
function moveInto(folder: string, made: string): void {
  try {
    renameSync(made, folder)
  } catch (error) {
    rmSync(made, { recursive: true })
    if (!existsSync(folder)) throw error
  }
}

/** Changes with the versions of all packages, with what is imported of them, and with how they are joined. */
function stampOf(root: string, imported: Map<string, string>): string {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'pnpm-lock.yaml')))
  hash.update(readFileSync(import.meta.filename))
  hash.update([...imported.keys()].join('\n'))
  return hash.digest('hex').slice(0, 16)
}

function fileOf(specifier: string): string {
  return `${specifier.replaceAll(/[@/]/g, '_')}.mjs`
}

/** For each package a module that exports what Node finds in it by `import`, be it CommonJS or not. */
function everyExportOf(imported: Map<string, string>): Plugin {
  const byEntry = new Map([...imported].map(([specifier, file]) => [ENTRY + fileOf(specifier), { specifier, file }]))
  return {
    name: 'every-export',
    resolveId: (source) => (byEntry.has(source) ? source : undefined),
    async load(id) {
      const entry = byEntry.get(id)
      if (!entry) return undefined
      const found = await this.resolve(entry.specifier, entry.file)
      if (!found) throw new Error(`${entry.specifier}, which ${entry.file} imports, is not installed.`)
      const names = Object.keys(await import(pathToFileURL(found.id).href)).filter((name) => name !== 'module.exports')
      return `export { ${names.join(', ')} } from ${JSON.stringify(found.id)}`
    },
  }
}
