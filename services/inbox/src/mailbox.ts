import type { Clock } from '@bridge/runtime'
import type { ParsedMail } from 'mailparser'

/** So many mails are kept; the oldest make room. */
const MOST_MAILS = 500

/** A mail as it was received. */
export interface ReceivedMail {
  id: string
  receivedAt: Date
  from: string
  /** To whom the SMTP conversation brought it. */
  to: string[]
  subject: string
  messageId: string | null
  html: string | null
  text: string | null
  attachments: Attachment[]
}

/** A file that came with a mail. */
export interface Attachment {
  fileName: string
  contentType: string
  content: Buffer
}

/** The mails, newest first, in memory. */
export interface Mailbox {
  /** Keeps a mail; answers it with its id. */
  keep(envelope: { from: string; to: string[] }, parsed: ParsedMail): ReceivedMail
  list(): readonly ReceivedMail[]
  find(id: string): ReceivedMail | undefined
}

/** Makes an empty mailbox. */
export function createMailbox(clock: Clock): Mailbox {
  const mails: ReceivedMail[] = []
  let received = 0
  return {
    keep(envelope, parsed) {
      received += 1
      const mail: ReceivedMail = {
        ...envelope,
        id: String(received),
        receivedAt: clock.now(),
        subject: parsed.subject ?? '',
        messageId: parsed.messageId ?? null,
        html: parsed.html || null,
        text: parsed.text ?? null,
        attachments: parsed.attachments.map(({ filename, contentType, content }, index) => ({
          fileName: filename ?? `attachment-${index + 1}`,
          contentType,
          content,
        })),
      }
      mails.unshift(mail)
      mails.length = Math.min(mails.length, MOST_MAILS)
      return mail
    },
    list: () => mails,
    find: (id) => mails.find((mail) => mail.id === id),
  }
}
