import { claimMail, markNeedsKey } from '@bridge/db'
import { expect, test } from 'vitest'
import { mailTo, useMailRig } from './mail-rig.ts'
import { openSmtpDouble } from './smtp-double.ts'

const rig = useMailRig()

/** A partner's key that has stopped working, and the mail that is owed for it. */
async function stoppedKey() {
  const partner = await rig.partnerWith({ Northwind: 12 })
  const mail = await markNeedsKey(rig.db(), { ...partner, keyVersion: 1, reason: 'Unauthorized' })
  if (!mail) throw new Error('no mail is owed')
  return { ...partner, ...mail }
}

const newKey = (connectionId: string) =>
  rig
    .db()
    .updateTable('connection')
    .set({ status: 'active', key_version: 2, needs_key_since: null })
    .where('id', '=', connectionId)
    .execute()

test('without a mail server nothing is sent, and the row says so', async () => {
  await rig.startWorker(null)
  const mail = await rig.owedMail()
  await rig.nudge(mail)
  expect(await rig.untilMail(mail.id, 'not_sent')).toMatchObject({
    detail: 'no mail server is set up (SMTP_URL)',
    smtp_code: null,
    settled_at: expect.any(Date),
  })
})

test('a partner without an admin address is sent nothing, and the row says so', async () => {
  const server = await openSmtpDouble()
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail(null)
  await rig.nudge(mail)
  expect(await rig.untilMail(mail.id, 'not_sent')).toMatchObject({ detail: 'the partner has no admin address' })
  expect(server.senders).toEqual([])
})

test('a key that stops working is told at once, and once', async () => {
  const server = await openSmtpDouble()
  await rig.startWorker(mailTo(server.port))
  const { connectionId, partnerId, ...mail } = await stoppedKey()
  expect(await markNeedsKey(rig.db(), { connectionId, keyVersion: 1, reason: 'Unauthorized' })).toBeNull()
  await rig.nudge(mail, { ...mail, nudge: 2 })
  await rig.untilMail(mail.id, 'sent')
  const [seen] = server.mails
  expect(seen?.subject).toBe('Phin: Gradient no longer accepts your key')
  expect(seen?.text).toMatch(/refuses the Partner API Key.*to Organization of partner-/)
  expect(seen?.attachments).toEqual([])
  const owed = await rig.db().selectFrom('mail').select('id').where('partner_id', '=', partnerId).execute()
  expect(owed).toEqual([{ id: mail.id }])
})

test('one whose key was replaced before its turn came is not sent: it is no longer true', async () => {
  const server = await openSmtpDouble()
  await rig.startWorker(mailTo(server.port))
  const mail = await stoppedKey()
  await newKey(mail.connectionId)
  await rig.nudge(mail)
  expect(await rig.untilMail(mail.id, 'not_sent')).toMatchObject({ detail: expect.stringContaining('no longer true') })
  expect(server.senders).toEqual([])
})

test('the next key that stops is told again', async () => {
  const first = await stoppedKey()
  await newKey(first.connectionId)
  const second = await markNeedsKey(rig.db(), {
    connectionId: first.connectionId,
    keyVersion: 2,
    reason: 'Unauthorized',
  })
  expect(second).toMatchObject({ nudge: 1 })
  expect(second?.id).not.toBe(first.id)
})

test('of twenty who want one mail at the same time one has it', async () => {
  const mail = await rig.owedMail()
  const claims = await Promise.all(
    Array.from({ length: 20 }, () => claimMail(rig.db(), { mailId: mail.id, claimMs: 60_000 })),
  )
  expect(claims.filter(Boolean)).toHaveLength(1)
})
