import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { parseSender, parseSmtpUrl } from './smtp-settings.ts'

test('off this machine a mail server is spoken to by TLS or not at all', () => {
  expect(parseSmtpUrl('smtps://mail.example')).toMatchObject({ port: 465, secure: true })
  expect(parseSmtpUrl('smtp://mail.example')).toMatchObject({ port: 587, secure: false, requireTls: true })
  expect(parseSmtpUrl('smtp://192.168.1.2:25')).toMatchObject({ port: 25, requireTls: true })
  expect(parseSmtpUrl('smtp://127.0.0.1.mail.example')).toMatchObject({ requireTls: true })
  for (const host of ['127.0.0.1', 'localhost', '[::1]'])
    expect(parseSmtpUrl(`smtp://${host}:1025`)).toMatchObject({ requireTls: false })
  expect(parseSmtpUrl('smtp://[::1]:1025').host).toBe('::1')
})

test('a login may have any character, written as an address has it, and is not printed', () => {
  const smtp = parseSmtpUrl('smtps://us%40er:p%2F%3Aw%25@mail.example')
  expect(smtp.login?.()).toEqual({ user: 'us@er', pass: 'p/:w%' })
  expect(inspect(smtp) + JSON.stringify(smtp)).not.toContain('p/:w%')
  expect(parseSmtpUrl('smtps://mail.example').login).toBeNull()
})

test.each([
  'http://mail.example',
  'mail.example:25',
  'smtp://user@mail.example',
  'smtps://mail.example/?pool=true',
  'smtps://u:p%@mail.example',
])('%s is refused, in words that do not repeat it', (text) => {
  expect(() => parseSmtpUrl(text)).toThrow(/^(must|has)/)
  expect(() => parseSmtpUrl(text)).not.toThrow(text)
  expect(() => parseSmtpUrl('smtp://')).toThrow('must be an address')
})

test('the sender is an address, or a name with one', () => {
  expect(parseSender('billing@phin.example')).toEqual({ name: '', address: 'billing@phin.example' })
  expect(parseSender(' Phin Billing <billing@phin.example> ')).toEqual({
    name: 'Phin Billing',
    address: 'billing@phin.example',
  })
  expect(parseSender('"Phin, Inc." <billing@phin.example>').name).toBe('Phin, Inc.')
  for (const text of ['billing', 'a@b, c@d', 'Phin billing@phin.example', 'x\r\nBcc: y <a@b.example>', '<a@b', 'a@b>'])
    expect(() => parseSender(text)).toThrow('must be an address')
})
