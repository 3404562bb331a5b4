import { resolve } from 'node:path'
import { openReplay } from './replay-dockerfile.ts'
import { tryTarget } from './try-target.ts'

/** Builds the named targets (without names: all that have a CMD) of the Dockerfile without a container engine, and tries each. */
const replay = openReplay(resolve(import.meta.dirname, '..'))
const all = replay.stages.filter(({ steps }) => steps.some(({ name }) => name === 'CMD')).map(({ name }) => name)
const targets = process.argv.length > 2 ? process.argv.slice(2) : all
try {
  for (const target of targets) process.stdout.write(`${await tryTarget(replay, target)}\n`)
} finally {
  replay.remove()
}
