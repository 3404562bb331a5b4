import { dueMails, openBreakdownMails, sweepMails } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { expect, test } from 'vitest'
import { mailTo, PERIOD, useMailRig } from './mail-rig.ts'
import { openSmtpDouble } from './smtp-double.ts'

const rig = useMailRig()
const jobId = (mail: { id: string; nudge: number }) => `mail-${mail.id}-${mail.nudge}`

/** Waits until no job of these is left to run. */
const worked = (mails: { id: string; nudge: number }[]) =>
  waitFor(async () => (await rig.queues().look('mail', mails.map(jobId))).every((state) => state !== 'there'))

test('a mail goes out once though its job runs five times at once, on three workers', async () => {
  const server = await openSmtpDouble()
  for (let worker = 0; worker < 3; worker += 1) await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail()
  const rounds = [1, 2, 3, 4, 5].map((nudge) => ({ ...mail, nudge }))
  await rig.nudge(...rounds)
  await worked(rounds)
  expect(server.mails).toHaveLength(1)
  expect(await rig.mailRow(mail.id)).toMatchObject({
    status: 'sent',
    tries: 1,
    recipient: 'ana@msp.example',
    smtp_code: 250,
    settled_at: expect.any(Date),
  })
})

test('it is addressed to the admin alone, and says what the run came to, with the file', async () => {
  const server = await openSmtpDouble()
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail('anä+gradient@münchen.example')
  await rig.nudge(mail)
  await rig.untilMail(mail.id, 'sent')
  const [seen] = server.mails
  expect(seen?.envelope).toEqual({
    from: 'billing@phin.example',
    to: [expect.stringMatching(/^anä\+gradient@(münchen|xn--mnchen-3ya)\.example$/)],
  })
  expect(seen?.from?.text).toBe('"Phin Billing" <billing@phin.example>')
  expect(seen?.subject).toBe('Phin to Gradient, October 2026: 2 of 3 companies sent')
  expect(seen?.messageId).toBe(`<${mail.id}@phin.example>`)
  expect(seen?.headers.get('auto-submitted')).toBe('auto-generated')
  for (const part of [seen?.text, seen?.html || '']) {
    expect(part).toContain('2 companies sent, with 12 billable users in all.')
    expect(part).toContain('1 company without a number')
    expect(part).toContain('https://bridge.example/portal')
  }
  const [file] = seen?.attachments ?? []
  expect(file).toMatchObject({ filename: `billable-users-${PERIOD}.csv`, contentType: 'text/csv' })
  expect(file?.content.toString()).toContain('c1,Northwind,2026-10,12,accepted,Sent')
})

test('a server that says 451 is asked again, with the same Message-ID', async () => {
  let answers = 0
  const server = await openSmtpDouble({
    script: {
      data: () => {
        answers += 1
        return answers < 3 ? { code: 451, text: 'greylisted, come back later' } : undefined
      },
    },
  })
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail()
  await rig.nudge(mail)
  expect(await rig.untilMail(mail.id, 'sent')).toMatchObject({ tries: 3, smtp_code: 250 })
  expect(server.mails.map((seen) => seen.messageId)).toEqual(Array(3).fill(`<${mail.id}@phin.example>`))
})

test('an address that is refused with 550 is a bounce: recorded with its code and words, and not tried again', async () => {
  const server = await openSmtpDouble({ script: { recipient: () => ({ code: 550, text: 'no such mailbox here' }) } })
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail('gone@msp.example')
  await rig.nudge(mail)
  const row = await rig.untilMail(mail.id, 'bounced')
  expect(row).toMatchObject({ tries: 1, smtp_code: 550, recipient: 'gone@msp.example' })
  expect(row.detail).toContain('no such mailbox here')
  await worked([mail])
  expect(server.mails).toEqual([])
  expect(await rig.queues().look('mail', [jobId(mail)])).toEqual(['absent'])
})

test('a mail that is refused for good after it was given away is a bounce too', async () => {
  const server = await openSmtpDouble({ script: { data: () => ({ code: 554, text: 'looks like spam' }) } })
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail()
  await rig.nudge(mail)
  expect(await rig.untilMail(mail.id, 'bounced')).toMatchObject({ tries: 1, smtp_code: 554 })
})

test('a server that refuses us, and not the partner, is asked until the tries are spent; the job stays to be retried by hand', async () => {
  const server = await openSmtpDouble({ script: { from: () => ({ code: 553, text: 'not a sender of ours' }) } })
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail()
  await rig.nudge(mail)
  expect(await rig.untilMail(mail.id, 'failed')).toMatchObject({ tries: 5, smtp_code: 553 })
  await worked([mail])
  expect(await rig.queues().look('mail', [jobId(mail)])).toEqual(['failed'])

  server.script.from = () => undefined
  const job = await (await rig.queues().queue('mail')).getJob(jobId(mail))
  await job?.retry()
  await rig.untilMail(mail.id, 'sent')
  expect(server.mails).toHaveLength(1)
})

test('while the server is down mails wait; when it is back they go', async () => {
  const server = await openSmtpDouble()
  await server.close()
  await rig.startWorker(mailTo(server.port), { retry: { tries: 100, firstMs: 50, mostMs: 100 } })
  const mail = await rig.owedMail()
  await rig.nudge(mail)
  await waitFor(async () => (await rig.mailRow(mail.id)).tries >= 2)
  const again = await openSmtpDouble({ port: server.port })
  await rig.untilMail(mail.id, 'sent')
  expect(again.mails).toHaveLength(1)
})

test('a second run of the month has a mail of its own, and a mail that is owed twice is one', async () => {
  const server = await openSmtpDouble()
  await rig.startWorker(mailTo(server.port))
  const first = await rig.owedMail()
  await rig.runOf(first.partnerId)
  const key = { connectionId: first.connectionId, period: PERIOD }
  const made = await Promise.all([1, 2, 3].map(() => openBreakdownMails(rig.db(), [key])))
  const second = made.flat()
  expect(second).toHaveLength(1)
  await rig.nudge(first, ...second)
  for (const { id } of [first, ...second]) await rig.untilMail(id, 'sent')
  expect(new Set(server.mails.map((seen) => seen.messageId)).size).toBe(2)
})

test('a mail whose job was lost is due until the sweep brings it along', async () => {
  const server = await openSmtpDouble()
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail()
  expect((await dueMails(rig.db(), 1_000)).map(({ id }) => id)).toContain(mail.id)
  await rig.nudge(...(await dueMails(rig.db(), 1_000)))
  await rig.untilMail(mail.id, 'sent')
  expect((await dueMails(rig.db(), 1_000)).map(({ id }) => id)).not.toContain(mail.id)
})

test('one that nobody sent for three days never goes', async () => {
  const server = await openSmtpDouble()
  await rig.startWorker(mailTo(server.port))
  const mail = await rig.owedMail()
  await rig
    .db()
    .updateTable('mail')
    .set({ created_at: new Date(Date.now() - 3 * 24 * 3_600_000 - 1_000) })
    .where('id', '=', mail.id)
    .execute()
  await rig.nudge(mail)
  await worked([mail])
  expect(server.mails).toEqual([])
  expect(await sweepMails(rig.db())).toEqual({ mailsReleased: 0, mailsTooOld: 1 })
  expect(await rig.mailRow(mail.id)).toMatchObject({
    status: 'not_sent',
    detail: expect.stringContaining('three days'),
  })
})
