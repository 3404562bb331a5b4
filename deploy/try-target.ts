import { EXIT_BAD_CONFIG } from '@bridge/runtime'
import type { Replay } from './replay-dockerfile.ts'
import { runBuilt } from './run-built.ts'

const ENDS_WITHIN_MS = 30_000

/**
 * Builds a target, starts it once without any setting, and answers what that showed, in words: one that finds all its files and imports names what is missing and ends with 78. The sandbox
 * needs no setting: it is only built.
 * @throws Error with what it wrote, where it ends in any other way.
 */
export async function tryTarget(replay: Replay, target: string): Promise<string> {
  const built = replay.build(target)
  if (target === 'sandbox') return `${target}: built`
  const started = runBuilt(built, built.cmd ?? [])
  const timer = setTimeout(() => started.child.kill('SIGKILL'), ENDS_WITHIN_MS)
  const code = await started.exited
  clearTimeout(timer)
  if (code !== EXIT_BAD_CONFIG)
    throw new Error(`${target} ended with ${code}, not ${EXIT_BAD_CONFIG}.\n${started.output()}`)
  return `${target}: built, finds all it imports, and asks for its settings`
}
