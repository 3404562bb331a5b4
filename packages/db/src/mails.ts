import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** A mail that should be nudged. */
export interface NudgedMail {
  id: string
  nudge: number
}

/** Older ones say what nobody needs to be told any more. */
const TOO_OLD_AFTER = sql`interval '3 days'`

/** A mail that this worker alone sends, until its claim runs out. */
export interface MailClaim {
  mailId: string
  claimToken: string
  kind: 'breakdown' | 'key_stopped'
  partnerId: string
  partnerName: string
  /** The partner's admin as it is now, whom the mail goes to. */
  adminEmail: string | null
  /** Of a breakdown; else null. */
  period: string | null
  organizationName: string
  /** The key that stopped is still the one that is waited for; true of a breakdown. */
  stillTrue: boolean
  keyStoppedAt: Date
  /** Tries made, this one included. */
  tries: number
}

/**
 * Takes one mail for sending, for `claimMs` of the database's clock: one conditional update. `null` where it is settled, with another worker, or
 * too old. One that is `failed` may be taken too: only a job that was retried in the queue dashboard still asks for it. A claim that ran out is
 * not taken over here; the sweep first sets its mail waiting.
 */
export async function claimMail(db: Db, input: { mailId: string; claimMs: number }): Promise<MailClaim | null> {
  const { rows } = await sql<MailClaim>`
    update mail m set status = 'sending', claim_token = gen_random_uuid(), tries = m.tries + 1, settled_at = null,
      claimed_until = now() + ${input.claimMs}::double precision * interval '1 millisecond'
    from partner p, connection c
    where m.id = ${input.mailId} and m.status in ('waiting', 'failed') and m.created_at > now() - ${TOO_OLD_AFTER}
      and p.id = m.partner_id and c.id = m.connection_id
    returning m.id as "mailId", m.claim_token as "claimToken", m.kind, p.id as "partnerId", p.name as "partnerName",
      p.admin_email as "adminEmail", m.period, c.organization_name as "organizationName",
      m.kind = 'breakdown' or (c.status = 'needs_key' and c.key_version = m.key_version) as "stillTrue",
      coalesce(c.needs_key_since, m.created_at) as "keyStoppedAt", m.tries`.execute(db)
  return rows[0] ?? null
}

/** What came of one claimed mail. `retry` goes back to waiting; `failed` is a retry whose tries are spent. */
export interface MailSettlement {
  mailId: string
  claimToken: string
  result: 'sent' | 'bounced' | 'failed' | 'not_sent' | 'retry'
  /** How long until a retried mail is due, in milliseconds. */
  retryInMs: number
  /** The address it was for. */
  recipient: string | null
  /** The mail server's answer, where there was one. */
  smtpCode: number | null
  /** The answer's text, or why nothing was sent. */
  detail: string | null
}

/** Settles a claimed mail. Answers whether the claim was still this worker's; else this answer decides nothing. */
export async function settleMail(db: Db, s: MailSettlement): Promise<boolean> {
  const again = s.result === 'retry'
  const result = await sql`
    update mail set status = ${again ? 'waiting' : s.result}, claim_token = null, claimed_until = null,
      recipient = ${s.recipient}, smtp_code = ${s.smtpCode}, detail = ${s.detail},
      due_at = case when ${again} then now() + ${s.retryInMs}::double precision * interval '1 millisecond' else due_at end,
      settled_at = case when ${again} then null else now() end
    where id = ${s.mailId} and status = 'sending' and claim_token = ${s.claimToken}`.execute(db)
  return Number(result.numAffectedRows ?? 0) > 0
}

/**
 * Brings forgotten mails back: those whose worker is gone wait again, in a new round; those that nobody sent for three days never go. Answers how
 * many of each.
 */
export async function sweepMails(db: Db): Promise<{ mailsReleased: number; mailsTooOld: number }> {
  const released = await sql`
    update mail set status = 'waiting', nudge = nudge + 1, claim_token = null, claimed_until = null, due_at = now()
    where status = 'sending' and claimed_until < now()`.execute(db)
  const tooOld = await sql`
    update mail set status = 'not_sent', detail = 'nobody could send it for three days', settled_at = now()
    where status = 'waiting' and created_at <= now() - ${TOO_OLD_AFTER}`.execute(db)
  return { mailsReleased: Number(released.numAffectedRows ?? 0), mailsTooOld: Number(tooOld.numAffectedRows ?? 0) }
}

/** The mails that may be sent now, at most `limit`, those that are due longest first. */
export async function dueMails(db: Db, limit: number): Promise<NudgedMail[]> {
  const { rows } = await sql<NudgedMail>`
    select id, nudge from mail where status = 'waiting' and due_at <= now() order by due_at limit ${limit}`.execute(db)
  return rows
}

/** Gives mails a new round; see `advanceNudges`. */
export async function advanceMailNudges(db: Db, ids: string[]): Promise<NudgedMail[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<NudgedMail>`
    update mail set nudge = nudge + 1 where id = any(${ids}::uuid[]) and status = 'waiting' returning id, nudge`.execute(
    db,
  )
  return rows
}

/** Due for longer than this while none was sent: the worker has stopped. */
const STUCK_AFTER = sql`interval '30 seconds'`

/**
 * Whether mails are due and nobody sends them, in words. A conversation with the mail server that is under way is progress, be it slow; a claim that ran
 * out and that nobody released never is.
 */
export async function mailProgressProblem(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ problem: 'lost' | 'stuck' | null }>`
    select case
      when exists (select from mail where status = 'sending' and claimed_until < now() - ${STUCK_AFTER}) then 'lost'
      when exists (select from mail where status = 'waiting' and due_at < now() - ${STUCK_AFTER})
        and not exists (select from mail where status = 'sending')
        and not exists (select from mail where settled_at > now() - ${STUCK_AFTER}) then 'stuck'
    end as problem`.execute(db)
  switch (rows[0]?.problem) {
    case 'lost':
      return 'Mails were taken by a worker that is gone, and nobody has taken them up: is a scheduler running, and does it reach Postgres? Its log says why not'
    case 'stuck':
      return 'Mails have been due for over 30 s and none was sent meanwhile: is a mail worker running, and does it reach Redis? Its log says what it waits for'
    default:
      return undefined
  }
}
