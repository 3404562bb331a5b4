import type { Clock, Log, Running } from '@bridge/runtime'
import { buildApp } from './app.ts'
import { createMailbox } from './mailbox.ts'
import { openSmtpDoor } from './smtp-door.ts'

/** An inbox at work. */
export interface Inbox extends Running {
  /** Where its page and its JSON are, `http://…`. */
  address: string
  /** Where it takes mails, `smtp://…`: the mail worker's `SMTP_URL`. */
  smtpUrl: string
}

/** Starts an inbox, empty: the door that mails come in by, and the page that shows them. Everything is kept in memory. */
export async function startInbox(options: {
  host: string
  port: number
  smtpPort: number
  log: Log
  clock: Clock
}): Promise<Inbox> {
  const { host, log, clock } = options
  const mailbox = createMailbox(clock)
  const door = await openSmtpDoor({ host, port: options.smtpPort, mailbox, log })
  const app = buildApp({ mailbox, log, smtpUrl: door.url })
  const address = await app.listen({ host, port: options.port })
  return {
    address,
    smtpUrl: door.url,
    async close() {
      await door.close()
      await app.close()
    },
  }
}
