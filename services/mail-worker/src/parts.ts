import type { Db } from '@bridge/db'
import type { RetryPolicy } from '@bridge/domain'
import type { Clock, Log } from '@bridge/runtime'
import type { MailOptions } from './config.ts'
import type { MailDoor } from './mail-door.ts'

/** What sending mails needs. */
export interface Parts {
  db: Db
  clock: Clock
  log: Log
  vendorName: string
  timeZone: string
  /** Null: there is no mail server, and nothing is sent. */
  out: (MailOptions & { door: MailDoor }) | null
  policy: RetryPolicy
  random: () => number
}
