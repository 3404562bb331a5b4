import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

const TOLD_EVERY_MS = 30_000

/** Tells of a connection's trouble. One that is lost makes an error per attempt to get it back: one line in half a minute is enough. */
export function createTroubleLog({ log, clock }: { log: Log; clock: Clock }): (error: Error) => void {
  let quietUntilMs = 0
  return (error) => {
    const nowMs = clock.now().getTime()
    if (nowMs < quietUntilMs) return
    quietUntilMs = nowMs + TOLD_EVERY_MS
    log.warn({ err: error }, 'a connection has trouble')
  }
}
