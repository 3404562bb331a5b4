import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { isPortalBuilt } from './build-portal.ts'

/**
 * Vitest's global setup for the tests that open the partner's page: builds it where it is missing or old. One that cannot be built stops nobody here: it fails
 * the tests that are about it (test/build-portal.test.ts among them), and not those of the ledger.
 */
export async function setup(): Promise<void> {
  const root = resolve(import.meta.dirname, '../..')
  if (isPortalBuilt(root)) return
  process.stdout.write('Building the partner’s page\n')
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [resolve(import.meta.dirname, 'build-main.ts')])
    process.stdout.write(stdout)
  } catch (error) {
    process.stdout.write(`${(error as { stderr?: string }).stderr || error}\n`)
  }
}
