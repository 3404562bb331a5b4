/** The mail server that mails are given to. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte on (`smtps:`). */
  secure: boolean
  /** TLS by STARTTLS, or no mail: everywhere but on this very machine. */
  requireTls: boolean
  /** A function, so that a config that is printed shows no password. */
  login: (() => { user: string; pass: string }) | null
}

/** Whom mails are from. */
export interface Sender {
  name: string
  address: string
}

const EXAMPLE = 'must be an address such as smtps://user:password@mail.example.com or smtp://127.0.0.1:1025'

/** Reads `SMTP_URL`. The words of what it throws never repeat the address: it may carry a password. */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.parse(text.trim())
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') throw new Error(EXAMPLE)
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname))
    throw new Error('must end with the port: it takes no path, query or fragment')
  if ((url.username === '') !== (url.password === '')) throw new Error('must have both a user and a password, or none')
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const [user, pass] = [decoded(url.username), decoded(url.password)]
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && !isLoopback(host),
    login: user === '' ? null : () => ({ user, pass }),
  }
}

/** Reads `MAIL_FROM`: an address, or a name with one. */
export function parseSender(text: string): Sender {
  const match = /^(?:([^<>\p{Cc}]*)<)?\s*([^\s<>@,;"]+@[^\s<>@,;"]+)\s*>?$/u.exec(text.trim())
  const [, name, address] = match ?? []
  if (address === undefined || (name !== undefined) !== text.trim().endsWith('>'))
    throw new Error('must be an address such as billing@example.com or Example Billing <billing@example.com>')
  return { name: (name ?? '').trim().replace(/^"(.*)"$/, '$1'), address }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error('has a user or a password in which a % is not written as %25')
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
