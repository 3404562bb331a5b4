import { systemClock } from '@bridge/runtime'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { createMailbox } from './mailbox.ts'

test('the newest 500 mails are kept, newest first', async () => {
  const mailbox = createMailbox(systemClock)
  const parsed = await simpleParser('Subject: hello\r\n\r\nhello\r\n')
  for (let sent = 1; sent <= 503; sent += 1) mailbox.keep({ from: 'a@vendor.example', to: ['b@msp.example'] }, parsed)
  expect(mailbox.list().map((mail) => mail.id)).toEqual(Array.from({ length: 500 }, (_, index) => String(503 - index)))
  expect(mailbox.find('3')).toBeUndefined()
  expect(mailbox.find('4')?.subject).toBe('hello')
})
