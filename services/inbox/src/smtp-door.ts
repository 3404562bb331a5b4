import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Log } from '@bridge/runtime'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Mailbox } from './mailbox.ts'

const MOST_BYTES = 25 * 1024 * 1024

/** The door that mails come in by. */
export interface SmtpDoor {
  url: string
  close(): Promise<void>
}

/**
 * Takes every mail from whoever sends one, without TLS and without a password; keeps none for an address whose local part begins with
 * `bounce`, which it refuses with 550 so that a bounce can be tried by hand.
 */
export async function openSmtpDoor(options: {
  host: string
  port: number
  mailbox: Mailbox
  log: Log
}): Promise<SmtpDoor> {
  const { mailbox, log } = options
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    closeTimeout: 500,
    onRcptTo({ address }, _session, done) {
      done(
        isBounce(address) ? refusal(550, 'no such mailbox here: addresses that begin with bounce are refused') : null,
      )
    },
    onData(stream, session, done) {
      receive(mailbox, stream, session).then(
        ({ id, to, attachments }) => {
          log.info({ mailId: id, recipients: to.length, attachments: attachments.length }, 'a mail came in')
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  server.on('error', (err) => log.warn({ err }, 'an SMTP conversation broke off'))
  const listening = server.listen(options.port, options.host)
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `smtp://${host}:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function receive(mailbox: Mailbox, stream: SMTPServerDataStream, session: SMTPServerSession) {
  const parsed = await simpleParser(stream, { skipTextToHtml: true, skipTextLinks: true })
  if (stream.sizeExceeded) throw refusal(552, 'the mail is too large')
  const { mailFrom, rcptTo } = session.envelope
  return mailbox.keep({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) }, parsed)
}

function isBounce(address: string): boolean {
  return address.toLowerCase().startsWith('bounce')
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode })
}
