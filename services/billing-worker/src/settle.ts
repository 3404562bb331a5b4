import { setTimeout as delay } from 'node:timers/promises'
import type { Settled, Settlement } from '@bridge/db'
import type { Parts } from './parts.ts'

const SAY_AGAIN_AFTER_MS = 250

/**
 * Settles a push, and says it again while Postgres does not answer, for as long as the claim holds (`untilMs`, by `performance.now()`): Gradient's
 * answer is known only here, and without it the same call would have to be made again. Throws the last error after that.
 */
export async function settle(
  { ledger, log }: Pick<Parts, 'ledger' | 'log'>,
  input: { settlement: Settlement; untilMs: number },
): Promise<Settled> {
  const { pushId } = input.settlement
  for (let first = true; ; first = false) {
    try {
      return await ledger.settle(input.settlement)
    } catch (error) {
      if (performance.now() + SAY_AGAIN_AFTER_MS >= input.untilMs) throw error
      if (first) log.warn({ pushId, err: error }, 'an outcome could not be written yet; it is said again')
      await delay(SAY_AGAIN_AFTER_MS)
    }
  }
}
