import type { NudgedMail } from '@bridge/db'
import { nudgeMail, RedisAwayError } from '@bridge/queue'
import type { Parts } from './parts.ts'

/** Has a mail sent at once. While Redis is away the sweep brings it along. */
export async function nudgeKeyMail(parts: Pick<Parts, 'queues' | 'log'>, mail: NudgedMail): Promise<void> {
  try {
    await parts.queues.add([nudgeMail(mail)])
  } catch (error) {
    if (!(error instanceof RedisAwayError)) throw error
    parts.log.warn({ mailId: mail.id }, 'Redis is away: the sweep will nudge this')
  }
}
