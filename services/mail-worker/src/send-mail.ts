import { claimMail, type MailClaim, type MailSettlement } from '@bridge/db'
import { GiveUpJobError, RetryJobError } from '@bridge/queue'
import { decide } from './decide.ts'
import type { Parts } from './parts.ts'
import { settle } from './settle.ts'
import { NOT_SENT } from './words-en.ts'
import { writeMail } from './write-mail.ts'

/** A mail is written and given away within half of its claim's time, so that the conversation is over, or cut off, before the claim runs out. */
const CLAIM_MS = 120_000

/**
 * Sends one mail, if that is still to be done: claims it, writes it, gives it to the mail server, settles. The job carries nothing but the row's id, so
 * this may run twice, late, or for a mail that is long settled, and then does nothing.
 *
 * Crash before the mail server took it: the claim runs out and the sweep sets the mail waiting. Crash between its 250 and our commit: the mail is sent once
 * more, with the same Message-ID, by which mail programs can tell that it is the same one. So it is with a connection that breaks just before the
 * 250 arrives, and with a process that is stopped for longer than its claim. That is the one window.
 */
export async function sendMail(parts: Parts, input: { mailId: string }): Promise<void> {
  const claimedAtMs = performance.now()
  const signal = AbortSignal.timeout(CLAIM_MS / 2)
  const claim = await claimMail(parts.db, { mailId: input.mailId, claimMs: CLAIM_MS })
  if (!claim) return
  const settlement = { ...claim, ...(await attempt(parts, claim, signal)) }
  const facts = { mailId: claim.mailId, kind: claim.kind, partnerId: claim.partnerId, smtpCode: settlement.smtpCode }
  if (!(await settle(parts, { settlement, untilMs: claimedAtMs + CLAIM_MS }))) {
    parts.log.warn(facts, 'what became of a mail was known only after its claim had run out, and decides nothing')
    return
  }
  tell(parts, facts, settlement)
}

type Outcome = Omit<MailSettlement, 'mailId' | 'claimToken'>

async function attempt(parts: Parts, claim: MailClaim, signal: AbortSignal): Promise<Outcome> {
  const { adminEmail: recipient, tries } = claim
  const notSent = (detail: string): Outcome => ({ result: 'not_sent', retryInMs: 0, recipient, smtpCode: null, detail })
  const { out } = parts
  if (!out) return notSent(NOT_SENT.noMailServer)
  if (recipient === null) return notSent(NOT_SENT.noAddress)
  if (!claim.stillTrue) return notSent(NOT_SENT.overTaken)
  const words = await writeMail(parts, claim, out.pageUrl)
  const messageId = `<${claim.mailId}@${out.from.address.replace(/^.*@/, '')}>`
  const delivery = await out.door.deliver({ ...words, messageId, from: out.from, to: recipient }, signal)
  const { smtpCode, detail } = delivery
  return { ...decide(delivery, { tries, policy: parts.policy, random: parts.random() }), recipient, smtpCode, detail }
}

/** Logs and job errors name the row and the code: what the mail server wrote may have the address in it, and stands in the row alone. */
function tell({ log }: Pick<Parts, 'log'>, facts: { mailId: string; smtpCode: number | null }, outcome: Outcome): void {
  const { result, retryInMs, detail } = outcome
  const words = `mail ${facts.mailId}: the mail server did not take it (${facts.smtpCode ?? 'no answer'})`
  if (result === 'retry') throw new RetryJobError(words, retryInMs)
  if (result === 'failed') throw new GiveUpJobError(`${words}; its tries are spent`)
  if (result === 'sent') log.info(facts, 'a mail was sent')
  if (result === 'bounced') log.warn(facts, 'the mail server refuses a mail for good')
  if (result === 'not_sent') log.info({ ...facts, why: detail }, 'a mail is not sent')
}
