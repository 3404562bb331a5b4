import { expect, test } from 'vitest'
import { checkTargetUrl, TargetUrlError } from './target-url.ts'

test.each([
  'https://app.usegradient.com/api',
  'https://10.0.0.1:8443',
  'http://localhost:4000/api',
  'http://127.0.0.1:4000',
  'http://127.1/api',
  'http://[::1]:4000/',
])('%s may be talked to', (text) => {
  expect(checkTargetUrl(text)).toBeInstanceOf(URL)
})

test.each([
  ['http://app.usegradient.com/api', 'must be https'],
  ['http://localhost.example.com', 'must be https'],
  ['http://127.0.0.1.example.com', 'must be https'],
  ['http://0.0.0.0:80', 'must be https'],
  ['http://[::ffff:10.0.0.1]', 'must be https'],
  ['ws://localhost', 'must be https'],
  ['file:///etc/passwd', 'must be https'],
  ['https://user:pass-word@app.usegradient.com', 'user name or password'],
  ['https://app.usegradient.com/api?x=1', 'query'],
  ['https://app.usegradient.com/api#x', 'query'],
  ['app.usegradient.com', 'not an address'],
  ['', 'not an address'],
])('%s is refused, and not repeated', (text, why) => {
  expect(() => checkTargetUrl(text)).toThrow(TargetUrlError)
  expect(() => checkTargetUrl(text)).toThrow(why)
  expect(() => checkTargetUrl(text)).not.toThrow('pass-word')
})
