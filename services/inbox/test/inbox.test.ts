import { createLog, systemClock } from '@bridge/runtime'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { startInbox } from '../src/inbox.ts'

const log = createLog({ name: 'inbox', level: 'silent' })

async function bootInbox() {
  const inbox = await startInbox({ host: '127.0.0.1', port: 0, smtpPort: 0, log, clock: systemClock })
  onTestFinished(() => inbox.close())
  const transport = createTransport(inbox.smtpUrl)
  onTestFinished(() => transport.close())
  return {
    send: (mail: SendMailOptions) =>
      transport.sendMail({ from: 'billing@vendor.example', to: 'ana@msp.example', ...mail }),
    get: (path: string) => fetch(`${inbox.address}${path}`),
    mails: async () => ((await (await fetch(`${inbox.address}/mails`)).json()) as { data: Summary[] }).data,
  }
}

interface Summary {
  id: string
  to: string[]
  subject: string
  messageId: string
  attachments: { fileName: string; path: string; bytes: number }[]
}

test('what is sent is listed, newest first, and can be read in both its parts', async () => {
  const inbox = await bootInbox()
  await inbox.send({ subject: 'first', text: 'one' })
  await inbox.send({
    subject: 'Abrechnung für 青葉野',
    text: 'two & three',
    html: '<!doctype html><html><head><title>t</title></head><body><a href="http://127.0.0.1:1/portal">in</a></body></html>',
    messageId: '<fixed@vendor.example>',
    attachments: [{ filename: 'counts 2026-10.csv', content: 'a,b\r\n' }],
  })
  const [second, first] = await inbox.mails()
  expect(first).toMatchObject({ subject: 'first', to: ['ana@msp.example'], attachments: [] })
  expect(second).toMatchObject({ subject: 'Abrechnung für 青葉野', messageId: '<fixed@vendor.example>' })
  const file = second?.attachments[0]
  expect(file).toMatchObject({ fileName: 'counts 2026-10.csv', bytes: 5 })
  expect(await (await inbox.get(file?.path ?? '')).text()).toBe('a,b\r\n')
  expect(await (await inbox.get(`/mails/${second?.id}`)).json()).toMatchObject({ text: 'two & three' })

  const list = await (await inbox.get('/')).text()
  expect(list.indexOf('Abrechnung für 青葉野')).toBeLessThan(list.indexOf('first'))
  expect(await (await inbox.get(`/read/${second?.id}`)).text()).toContain('two &amp; three')
})

test("a mail's HTML is shown without a script, without an origin, and its links open beside it", async () => {
  const inbox = await bootInbox()
  await inbox.send({ subject: '<script>1</script>', html: '<head></head><p>hello</p><script>alert(1)</script>' })
  const [mail] = await inbox.mails()
  const page = await (await inbox.get(`/read/${mail?.id}`)).text()
  expect(page).not.toContain('<script>')
  expect(page).toMatch(/<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/)
  const shown = await inbox.get(`/read/${mail?.id}/html`)
  expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox allow-popups/)
  expect(await shown.text()).toContain('<head><base target="_blank"></head>')
})

test('an address that begins with bounce is refused with 550 and nothing is kept', async () => {
  const inbox = await bootInbox()
  await expect(inbox.send({ to: 'Bounce-me@msp.example', text: 'x' })).rejects.toMatchObject({ responseCode: 550 })
  expect(await inbox.mails()).toEqual([])
})
