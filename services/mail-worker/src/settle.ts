import { setTimeout as delay } from 'node:timers/promises'
import { type MailSettlement, settleMail } from '@bridge/db'
import type { Parts } from './parts.ts'

const SAY_AGAIN_AFTER_MS = 250

/**
 * Settles a mail, and says it again while Postgres does not answer, for as long as the claim holds (`untilMs`, by `performance.now()`): that the mail
 * server took the mail is known only here, and without it the mail would be sent once more. Answers whether the claim still held.
 */
export async function settle(
  { db, log }: Pick<Parts, 'db' | 'log'>,
  input: { settlement: MailSettlement; untilMs: number },
): Promise<boolean> {
  const { mailId } = input.settlement
  for (let first = true; ; first = false) {
    try {
      return await settleMail(db, input.settlement)
    } catch (error) {
      if (performance.now() + SAY_AGAIN_AFTER_MS >= input.untilMs) throw error
      if (first) log.warn({ mailId, err: error }, 'what became of a mail could not be written yet; it is said again')
      await delay(SAY_AGAIN_AFTER_MS)
    }
  }
}
