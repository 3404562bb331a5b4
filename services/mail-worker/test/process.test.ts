import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { dueMails, sweepMails } from '@bridge/db'
import { QUICK_START, waitFor } from '@bridge/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { mailTo, useMailRig } from './mail-rig.ts'
import { openSmtpDouble } from './smtp-double.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const rig = useMailRig()

/** A worker as a process of its own, and all that it writes. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...QUICK_START, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const written: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void written.push(String(chunk)))
  return { child, written: () => written.join(''), closed: once(child, 'close') }
}

test('a worker that is killed after it gave a mail away, before it wrote that down: the sweep has it sent again, with the same Message-ID', async () => {
  const held = Promise.withResolvers<void>()
  const server = await openSmtpDouble({ script: { data: () => held.promise } })
  const { child, closed } = start(rig.environment({ SMTP_URL: `smtp://127.0.0.1:${server.port}` }))
  const mail = await rig.owedMail()
  await rig.nudge(mail)
  await waitFor(() => server.mails.length === 1, { what: 'the mail to be given away' })
  child.kill('SIGKILL')
  await closed
  held.resolve()
  server.script.data = () => undefined

  expect(await sweepMails(rig.db())).toMatchObject({ mailsReleased: 0 })
  expect(await rig.mailRow(mail.id)).toMatchObject({ status: 'sending' })
  await rig
    .db()
    .updateTable('mail')
    .set({ claimed_until: new Date(0) })
    .where('id', '=', mail.id)
    .execute()
  expect(await sweepMails(rig.db())).toMatchObject({ mailsReleased: 1 })
  const due = await dueMails(rig.db(), 10)
  expect(due).toEqual([{ id: mail.id, nudge: 2 }])
  await rig.startWorker(mailTo(server.port))
  await rig.nudge(...due)
  await rig.untilMail(mail.id, 'sent')
  expect(server.mails.map((seen) => seen.messageId)).toEqual(Array(2).fill(`<${mail.id}@phin.example>`))
})

test('a setting that is missing beside SMTP_URL is named, and so is one that is wrong, without its value', async () => {
  const { MAIL_FROM: _, ...env } = rig.environment({ SMTP_URL: 'smtp://bridge:hunter2@mail.example' })
  const missing = start(env)
  expect(await missing.closed).toEqual([78, null])
  expect(missing.written()).toMatch(/^Setting MAIL_FROM: is missing, and SMTP_URL is set/)
  const wrong = start(rig.environment({ SMTP_URL: 'http://bridge:hunter2@mail.example' }))
  expect(await wrong.closed).toEqual([78, null])
  expect(wrong.written()).toMatch(/^Setting SMTP_URL: must be an address such as/)
  expect(missing.written() + wrong.written()).not.toContain('hunter2')
})

test('neither the login nor the address nor a word of the mail stands in the log or in the queue, whatever happens', async () => {
  const server = await openSmtpDouble({
    options: { disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authOptional: false },
    script: {
      login: () => ({ code: 535, text: 'hunter2-secret is no password of ana@msp.example' }),
      recipient: (address) => ({ code: 550, text: `<${address}> is unknown` }),
    },
  })
  const worker = start(
    rig.environment({
      LOG_LEVEL: 'trace',
      SMTP_URL: `smtp://bridge-user:hunter2-secret@127.0.0.1:${server.port}`,
    }),
  )
  const mail = await rig.owedMail()
  await rig.nudge(mail)
  await waitFor(
    async () => (await rig.mailRow(mail.id)).tries === 1 && (await rig.mailRow(mail.id)).smtp_code === 535,
    {},
  )
  const queue = await rig.queues().queue('mail')
  const inQueue = JSON.stringify([...(await queue.getJobs()), await queue.getDelayed()])
  server.script.login = () => undefined
  await rig.nudge({ ...mail, nudge: 2 })
  await rig.untilMail(mail.id, 'bounced')
  expect((await rig.mailRow(mail.id)).detail).toContain('ana@msp.example')
  worker.child.kill('SIGTERM')
  expect(await worker.closed).toEqual([0, null])
  expect(worker.written()).toContain(mail.id)
  for (const secret of ['hunter2', 'bridge-user', 'ana@', 'Northwind', 'billable users'])
    expect(worker.written() + inQueue).not.toContain(secret)
})
