import { createTransport } from 'nodemailer'
import type { Sender, SmtpServer } from './smtp-settings.ts'

/** A mail as it is given to the mail server. */
export interface Message {
  /** The same for every try of one mail. */
  messageId: string
  from: Sender
  to: string
  subject: string
  html: string
  text: string
  attachment: { fileName: string; csv: string } | null
}

/** What the mail server did with a message: `bounced` is its final no to this address or this mail, `trouble` may be over later. */
export interface Delivery {
  result: 'sent' | 'bounced' | 'trouble'
  smtpCode: number | null
  detail: string
}

/** The way to the mail server. */
export interface MailDoor {
  /** One conversation; cut off when `signal` says so. */
  deliver(message: Message, signal: AbortSignal): Promise<Delivery>
  /** What is wrong with the mail server, in words: the last conversation met trouble. */
  problem(): string | undefined
}

const DETAIL_MOST = 500
/** Anything else would have to be quoted, or would be read as another address than it was meant to be. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@\p{Cc}]+@[^\s<>()[\]\\,;:"@\p{Cc}]+$/u

/** Opens it. Each mail is a conversation of its own; nothing is connected before the first. */
export function openMailDoor(smtp: SmtpServer): MailDoor {
  const login = smtp.login?.()
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    requireTLS: smtp.requireTls,
    // A server that offers no login gets no mail, rather than one that it might not let out.
    ...(login ? { auth: login, forceAuth: true } : {}),
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // What is cut off must not be delivered later.
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  let trouble: string | undefined
  return {
    async deliver({ messageId, from, to, attachment, ...parts }, signal) {
      if (!ADDRESS.test(to)) return { result: 'bounced', smtpCode: null, detail: 'no mail can go to such an address' }
      const delivery = await transport
        .sendMail({
          ...parts,
          messageId,
          from,
          to: { name: '', address: to },
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          attachments: attachment
            ? [{ filename: attachment.fileName, content: attachment.csv, contentType: 'text/csv; charset=utf-8' }]
            : [],
          signal,
        })
        .then(sent, refused)
      const detail = hidden(delivery.detail, login).slice(0, DETAIL_MOST)
      trouble = delivery.result === 'trouble' ? words(delivery.smtpCode) : undefined
      return { ...delivery, detail }
    },
    problem: () => trouble,
  }
}

function sent({ response }: { response: string }): Delivery {
  return { result: 'sent', smtpCode: Number(response.slice(0, 3)) || null, detail: response }
}

/**
 * A 5xx to the recipient or to the mail itself is final. One to the greeting, to the login or to the sender speaks of us and not of the partner: somebody
 * may put it right, so it is trouble, as are 4xx and a connection that breaks.
 */
function refused(error: Error & { responseCode?: number; command?: string }): Delivery {
  const smtpCode = error.responseCode ?? null
  const isFinal = smtpCode !== null && smtpCode >= 500 && (error.command === 'RCPT TO' || error.command === 'DATA')
  return { result: isFinal ? 'bounced' : 'trouble', smtpCode, detail: error.message }
}

function words(smtpCode: number | null): string {
  const said = smtpCode === null ? 'gave no answer that ends a conversation' : `answered ${smtpCode}`
  return `The mail server ${said}: see whether it runs, and whether SMTP_URL and MAIL_FROM are right. Mails wait and are tried again for a day; the row of each says why (mail.detail)`
}

/** Takes the login out of a text that came from outside, as it is and as the protocol writes it. */
function hidden(text: string, login: { user: string; pass: string } | undefined): string {
  if (login === undefined) return text
  const { user, pass } = login
  return [`\0${user}\0${pass}`, pass, user]
    .flatMap((secret) => [Buffer.from(secret).toString('base64').replace(/=+$/, ''), secret])
    .filter((secret) => secret.length >= 4)
    .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
}
