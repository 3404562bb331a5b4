import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { claimMail, mailProgressProblem, markNeedsKey, settleMail, sweepMails } from '../src/index.ts'
import { useTestLedger } from './test-ledger.ts'

const { db, connectedPartner } = useTestLedger()

async function owedMail(): Promise<string> {
  const { connectionId } = await connectedPartner([{ id: 'a' }])
  const mail = await markNeedsKey(db(), { connectionId, keyVersion: 1, reason: 'Unauthorized' })
  if (!mail) throw new Error('no mail is owed')
  return mail.id
}

async function claimed(mailId: string) {
  const claim = await claimMail(db(), { mailId, claimMs: 60_000 })
  if (!claim) throw new Error('the mail was not claimed')
  return claim
}

const NO_ANSWER = { retryInMs: 0, recipient: null, smtpCode: null, detail: null }
const aMinuteAgo = sql<Date>`now() - interval '1 minute'`

test('mails that are due while nobody sends are a problem; one that goes out, or is just being given away, is none', async () => {
  const [late, other] = [await owedMail(), await owedMail()]
  expect(await mailProgressProblem(db())).toBeUndefined()
  await db().updateTable('mail').set({ due_at: aMinuteAgo }).where('id', '=', late).execute()
  expect(await mailProgressProblem(db())).toMatch(/is a mail worker running/)
  const claim = await claimed(other)
  expect(await mailProgressProblem(db())).toBeUndefined()
  await settleMail(db(), { ...claim, ...NO_ANSWER, result: 'sent' })
  expect(await mailProgressProblem(db())).toBeUndefined()
  await db().updateTable('mail').set({ settled_at: aMinuteAgo }).where('id', '=', other).execute()
  expect(await mailProgressProblem(db())).toMatch(/is a mail worker running/)
  const settled = { ...(await claimed(late)), ...NO_ANSWER, result: 'failed' } as const
  expect(await settleMail(db(), settled)).toBe(true)
})

test('a claim that ran out is a problem until the sweep releases it, and its worker’s answer decides nothing then', async () => {
  const mailId = await owedMail()
  const claim = await claimed(mailId)
  await db().updateTable('mail').set({ claimed_until: aMinuteAgo }).where('id', '=', mailId).execute()
  expect(await mailProgressProblem(db())).toMatch(/a worker that is gone/)
  expect(await claimMail(db(), { mailId, claimMs: 1_000 })).toBeNull()
  expect(await sweepMails(db())).toEqual({ mailsReleased: 1, mailsTooOld: 0 })
  expect(await mailProgressProblem(db())).toBeUndefined()
  expect(await settleMail(db(), { ...claim, ...NO_ANSWER, result: 'sent' })).toBe(false)
  expect(await claimed(mailId)).toMatchObject({ tries: 2 })
})
