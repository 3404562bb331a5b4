import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** What the server answers to a step of the conversation: nothing (it takes it), a refusal, or when the promise says so. */
type Answer = { code: number; text: string } | Promise<void> | undefined

/** A mail as it came in, taken or not. */
export interface SeenMail extends ParsedMail {
  envelope: { from: string; to: string[] }
}

/** How it behaves; may be changed while it runs. */
export interface Script {
  from?: (address: string) => Answer
  recipient?: (address: string) => Answer
  data?: (mail: SeenMail) => Answer
  login?: (user: string, password: string) => Answer
}

/** A real SMTP server on loopback. */
export interface SmtpDouble {
  port: number
  script: Script
  /** Everything that was given to it in full, whatever it answered. */
  mails: SeenMail[]
  /** Every address that a conversation got as far as naming as its sender. */
  senders: string[]
  close(): Promise<void>
}

/** Opens one, closed when the test is over. Without `options` it offers neither TLS nor a login. */
export async function openSmtpDouble(
  given: { port?: number; script?: Script; options?: SMTPServerOptions } = {},
): Promise<SmtpDouble> {
  const mails: SeenMail[] = []
  const senders: string[] = []
  const script = given.script ?? {}
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth({ username, password }, _session, done) {
      after(script.login?.(username ?? '', password ?? ''), (error) =>
        error ? done(error) : done(null, { user: 'somebody' }),
      )
    },
    onMailFrom({ address }, _session, done) {
      senders.push(address)
      after(script.from?.(address), done)
    },
    onRcptTo({ address }, _session, done) {
      after(script.recipient?.(address), done)
    },
    onData(stream, { envelope }, done) {
      simpleParser(stream).then((parsed) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const mail: SeenMail = { ...parsed, envelope: { from, to: envelope.rcptTo.map(({ address }) => address) } }
        mails.push(mail)
        after(script.data?.(mail), done)
      }, done)
    },
    ...given.options,
  })
  // A client that is cut off is what some tests are about.
  server.on('error', () => {})
  const listening = server.listen(given.port ?? 0, '127.0.0.1')
  await once(listening, 'listening')
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  onTestFinished(close)
  return { port: (listening.address() as AddressInfo).port, script, mails, senders, close }
}

function after(answer: Answer, done: (error?: Error | null) => void): void {
  if (answer instanceof Promise) void answer.then(() => done())
  else done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }))
}
