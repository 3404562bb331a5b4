import { expect, test } from 'vitest'
import { openMailDoor } from '../src/mail-door.ts'
import { mailTo } from './mail-rig.ts'
import { openSmtpDouble } from './smtp-double.ts'

const MESSAGE = {
  messageId: '<one@phin.example>',
  from: { name: 'Phin', address: 'billing@phin.example' },
  to: 'ana@msp.example',
  subject: 'hello',
  html: '<p>hello</p>',
  text: 'hello',
  attachment: null,
}
const patient = () => AbortSignal.timeout(20_000)
const LOGIN = { login: () => ({ user: 'bridge', pass: 'hunter2-very-secret' }) }
const WITH_LOGIN = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authOptional: false }

test('where TLS is required, a server without it gets nothing in the clear, not even who the mail is from', async () => {
  const server = await openSmtpDouble()
  const door = openMailDoor(mailTo(server.port, { requireTls: true, ...LOGIN }).smtp)
  expect(await door.deliver(MESSAGE, patient())).toMatchObject({ result: 'trouble' })
  expect(server.senders).toEqual([])
})

test('nor does one whose certificate nobody vouches for', async () => {
  const server = await openSmtpDouble({ options: { disabledCommands: [], authOptional: true } })
  const door = openMailDoor(mailTo(server.port, { requireTls: true }).smtp)
  const delivery = await door.deliver(MESSAGE, patient())
  expect(delivery).toMatchObject({ result: 'trouble', smtpCode: null })
  expect(delivery.detail).toMatch(/certificate/i)
  expect(server.senders).toEqual([])
})

test('it signs in where it was told to, and sends nothing where it cannot', async () => {
  const seen: string[][] = []
  const server = await openSmtpDouble({
    options: WITH_LOGIN,
    script: { login: (...given) => void seen.push(given) },
  })
  const signedIn = openMailDoor(mailTo(server.port, LOGIN).smtp)
  expect(await signedIn.deliver(MESSAGE, patient())).toMatchObject({ result: 'sent', smtpCode: 250 })
  expect(seen).toEqual([['bridge', 'hunter2-very-secret']])

  const open = await openSmtpDouble()
  const refused = openMailDoor(mailTo(open.port, LOGIN).smtp)
  expect(await refused.deliver(MESSAGE, patient())).toMatchObject({ result: 'trouble' })
  expect(open.senders).toEqual([])
})

test('a server that repeats the password in its answer has it taken out; that is trouble, and said in words', async () => {
  const echoed = `no: hunter2-very-secret ${Buffer.from('hunter2-very-secret').toString('base64')} ${Buffer.from('\0bridge\0hunter2-very-secret').toString('base64')}`
  const server = await openSmtpDouble({
    options: WITH_LOGIN,
    script: { login: () => ({ code: 535, text: echoed }) },
  })
  const door = openMailDoor(mailTo(server.port, LOGIN).smtp)
  expect(door.problem()).toBeUndefined()
  const delivery = await door.deliver(MESSAGE, patient())
  expect(delivery).toMatchObject({ result: 'trouble', smtpCode: 535 })
  expect(delivery.detail).toContain('[redacted]')
  expect(delivery.detail).not.toMatch(/hunter2|aHVudGVy|AGJyaWRnZ/)
  expect(door.problem()).toMatch(/answered 535.*SMTP_URL/)
  server.script.login = () => undefined
  await door.deliver(MESSAGE, patient())
  expect(door.problem()).toBeUndefined()
})

test('a conversation that takes too long is cut off, and the mail is not delivered behind its back', async () => {
  const held = Promise.withResolvers<void>()
  const server = await openSmtpDouble({ script: { recipient: () => held.promise } })
  const door = openMailDoor(mailTo(server.port).smtp)
  const delivery = await door.deliver(MESSAGE, AbortSignal.timeout(500))
  expect(delivery).toMatchObject({ result: 'trouble', smtpCode: null })
  held.resolve()
  expect(await door.deliver({ ...MESSAGE, messageId: '<two@phin.example>' }, patient())).toMatchObject({
    result: 'sent',
  })
  expect(server.mails.map((mail) => mail.messageId)).toEqual(['<two@phin.example>'])
})

test('an address that cannot be one is refused for good, and nobody else is written to', async () => {
  const server = await openSmtpDouble()
  const door = openMailDoor(mailTo(server.port).smtp)
  for (const to of ['ana<x>@msp.example', 'ana<bob@msp.example>', 'ana,bob@msp.example', 'ana@msp.example>', ''])
    expect(await door.deliver({ ...MESSAGE, to }, patient())).toMatchObject({ result: 'bounced', smtpCode: null })
  expect(server.senders).toEqual([])
})

test('names with line ends add no header', async () => {
  const server = await openSmtpDouble()
  const door = openMailDoor(mailTo(server.port).smtp)
  const subject = 'one\r\nBcc: everybody@msp.example\r\n\r\nand a body'
  await door.deliver({ ...MESSAGE, subject, from: { name: 'Phin\r\nX-Evil: 1', address: 'b@phin.example' } }, patient())
  const [mail] = server.mails
  expect(mail?.envelope.to).toEqual(['ana@msp.example'])
  expect([...(mail?.headers.keys() ?? [])].filter((name) => ['bcc', 'x-evil'].includes(name))).toEqual([])
  expect(mail?.text).toBe('hello')
})
