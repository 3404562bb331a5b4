import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { isPageBuilt } from './build-page.ts'
import { PAGES, type Page } from './pages.ts'

/**
 * Vitest's global setup for the tests that open a page: builds each that is missing or old. One that cannot be built stops nobody here: it fails
 * the tests that are about it (test/build-page.test.ts among them), and not those of the ledger.
 */
export async function setup(): Promise<void> {
  const root = resolve(import.meta.dirname, '../..')
  await Promise.all(Object.values(PAGES).map((page) => isPageBuilt(root, page) || build(page)))
}

async function build(page: Page): Promise<void> {
  process.stdout.write(`Building the ${page.title}\n`)
  try {
    const command = [resolve(import.meta.dirname, 'build-main.ts'), page.name]
    const { stdout } = await promisify(execFile)(process.execPath, command)
    process.stdout.write(stdout)
  } catch (error) {
    process.stdout.write(`${(error as { stderr?: string }).stderr || error}\n`)
  }
}
