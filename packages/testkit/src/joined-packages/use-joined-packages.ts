import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/*
 * Loaded into a process before its own code (`node --import`): what our sources import of packages comes from the files in the folder that `JOINED_PACKAGES` names
 * (`joinPackages`). What a package imports is left to Node.
 */
const folder = process.env['JOINED_PACKAGES']
if (folder) {
  const files: Record<string, string> = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8'))
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const file = files[specifier]
      if (file === undefined || context.parentURL?.includes('/node_modules/')) return nextResolve(specifier, context)
      return { url: pathToFileURL(join(folder, file)).href, format: 'module', shortCircuit: true }
    },
  })
}
