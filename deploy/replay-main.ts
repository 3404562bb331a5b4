import { resolve } from 'node:path'
import { openReplay } from './replay-dockerfile.ts'
import { runBuilt } from './run-built.ts'

const EXIT_BAD_CONFIG = 78
const ENDS_WITHIN_MS = 30_000

/**
 * Builds the named targets (without names: all that have a CMD) of the Dockerfile without a container engine, and starts each once without any setting: one that
 * finds all its files and imports names what is missing and ends with 78. The sandbox needs none: it is only built.
 */
const replay = openReplay(resolve(import.meta.dirname, '..'))
const all = replay.stages.filter(({ steps }) => steps.some(({ name }) => name === 'CMD')).map(({ name }) => name)
const targets = process.argv.length > 2 ? process.argv.slice(2) : all
try {
  for (const target of targets) {
    const built = replay.build(target)
    if (target === 'sandbox') {
      process.stdout.write(`${target}: built\n`)
      continue
    }
    const started = runBuilt(built, built.cmd ?? [])
    const timer = setTimeout(() => started.child.kill('SIGKILL'), ENDS_WITHIN_MS)
    const code = await started.exited
    clearTimeout(timer)
    if (code !== EXIT_BAD_CONFIG)
      throw new Error(`${target} ended with ${code}, not ${EXIT_BAD_CONFIG}.\n${started.output()}`)
    process.stdout.write(`${target}: built, finds all it imports, and asks for its settings\n`)
  }
} finally {
  replay.remove()
}
