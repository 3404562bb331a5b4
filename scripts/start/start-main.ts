import { resolve } from 'node:path'
import { EXIT_USAGE } from '@bridge/runtime'
import { AlreadyRunningError } from './data-folder.ts'
import { HELP, parseFlags } from './flags.ts'
import { PortTakenError } from './ports.ts'
import { StepFailedError } from './run-step.ts'
import { BadSettingError } from './settings.ts'
import { startSystem } from './start-system.ts'
import { StoppedError } from './stop-signals.ts'
import { EndedError, EXIT_BAD_SETTING } from './supervisor.ts'

const parsed = parseFlags(process.argv.slice(2))
if (parsed === 'help') {
  process.stdout.write(HELP)
} else if ('wrong' in parsed) {
  process.stderr.write(`${parsed.wrong}\n\n${HELP}`)
  process.exitCode = EXIT_USAGE
} else {
  const root = resolve(import.meta.dirname, '../..')
  try {
    process.exitCode = await startSystem({ root, flags: parsed.flags, env: process.env, say })
  } catch (error) {
    process.exitCode = tell(error)
  }
  // Whatever is still open (a kept-alive connection, a timer) has no say any more: all is stopped.
  process.exit()
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Says what went wrong, to a person, and returns the exit code. */
function tell(error: unknown): number {
  if (error instanceof StoppedError) return 0
  const expected = [AlreadyRunningError, PortTakenError, StepFailedError, BadSettingError, EndedError].some(
    (kind) => error instanceof kind,
  )
  process.stderr.write(`${error instanceof Error ? (expected ? error.message : error.stack) : error}\n`)
  if (error instanceof BadSettingError) return EXIT_BAD_SETTING
  if (error instanceof StepFailedError) return error.exitCode
  if (error instanceof EndedError) return error.exit.code || 1
  return 1
}
