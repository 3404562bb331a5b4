import { resolve } from 'node:path'
import { type BuiltPage, buildPage, isPageBuilt, PageBuildError } from './build-page.ts'
import { PAGES } from './pages.ts'
import { drawSizes, tooLarge } from './size-report.ts'

// Builds a page where its sources have changed since the last time (with --force in any case), and prints what it weighs. Ends with 1, and leaves the
// old page as it is, where it cannot be built or has become too large.
const root = resolve(import.meta.dirname, '../..')
const [name, flag, ...others] = process.argv.slice(2)
const page = Object.values(PAGES).find((known) => known.name === name)

if (page === undefined || (flag !== undefined && flag !== '--force') || others.length > 0) {
  const usages = Object.keys(PAGES).map((known) => `npm run ${known}:build [-- --force]`)
  process.stderr.write(`Usage: ${usages.join('\n       ')}\n`)
  process.exitCode = 64
} else if (flag === undefined && isPageBuilt(root, page)) {
  process.stdout.write(`The ${page.title} is built already\n`)
} else {
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  try {
    const refuseTooLarge = (candidate: BuiltPage) => {
      const words = tooLarge(candidate)
      if (words !== undefined) throw new PageBuildError(`${drawSizes(candidate)}\n${words}`)
    }
    const built = await buildPage(root, page, refuseTooLarge, stop.signal)
    process.stdout.write(`${drawSizes(built)}\n`)
  } catch (error) {
    if (!(error instanceof PageBuildError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
