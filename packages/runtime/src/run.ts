import type { Log } from './log.ts'

/** A started service: `close` stops taking work, finishes what is under way, and lets go of its connections. */
export interface Running {
  close(): Promise<void>
}

const FORCE_AFTER_MS = 9_000

/**
 * Runs a service until SIGTERM or SIGINT, then closes it. A start that fails, or an error that nobody handled, is logged and
 * ends the process with code 1, so that the supervisor starts it again; a close that takes over 9 s is cut short.
 */
export async function run(log: Log, start: () => Promise<Running>): Promise<void> {
  let running: Running | undefined
  let stopping = false
  const stop = async (reason: string, code: number) => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'stopping')
    setTimeout(() => process.exit(code || 1), FORCE_AFTER_MS).unref()
    try {
      await running?.close()
    } catch (error) {
      log.error({ err: error }, 'could not close cleanly')
      process.exit(1)
    }
    log.info('stopped')
    process.exit(code)
  }
  process.once('SIGTERM', () => void stop('SIGTERM', 0))
  process.once('SIGINT', () => void stop('SIGINT', 0))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unhandled error: stopping, to be started afresh')
    void stop('unhandled error', 1)
  })
  try {
    running = await start()
  } catch (error) {
    log.fatal({ err: error }, 'could not start')
    process.exit(1)
  }
}
