import { resolve } from 'node:path'
import { type BuiltPortal, buildPortal, isPortalBuilt, PortalBuildError } from './build-portal.ts'
import { drawSizes, tooLarge } from './size-report.ts'

// Builds the partner's page where its sources have changed since the last time (with --force in any case), and prints what it weighs. Ends with 1, and leaves the
// old page as it is, where it cannot be built or has become too large.
const root = resolve(import.meta.dirname, '../..')
const [flag, ...others] = process.argv.slice(2)

if ((flag !== undefined && flag !== '--force') || others.length > 0) {
  process.stderr.write('Usage: npm run portal:build [-- --force]\n')
  process.exitCode = 64
} else if (flag === undefined && isPortalBuilt(root)) {
  process.stdout.write('The partner’s page is built already\n')
} else {
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  try {
    const refuseTooLarge = (candidate: BuiltPortal) => {
      const words = tooLarge(candidate)
      if (words !== undefined) throw new PortalBuildError(`${drawSizes(candidate)}\n${words}`)
    }
    const built = await buildPortal(root, refuseTooLarge, stop.signal)
    process.stdout.write(`${drawSizes(built)}\n`)
  } catch (error) {
    if (!(error instanceof PortalBuildError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
