import { expect, test } from 'vitest'
import { decide } from './decide.ts'

const policy = { tries: 3, firstMs: 1_000, mostMs: 60_000 }
const delivery = (result: 'sent' | 'bounced' | 'trouble') => ({ result, smtpCode: null, detail: '' })

test('what the mail server took or refuses for good is settled, whatever was tried before', () => {
  for (const tries of [1, 3, 9]) {
    expect(decide(delivery('sent'), { tries, policy, random: 0 })).toEqual({ result: 'sent', retryInMs: 0 })
    expect(decide(delivery('bounced'), { tries, policy, random: 0 })).toEqual({ result: 'bounced', retryInMs: 0 })
  }
})

test('trouble is waited out, longer each time, until the tries are spent', () => {
  const after = (tries: number) => decide(delivery('trouble'), { tries, policy, random: 1 })
  expect(after(1)).toEqual({ result: 'retry', retryInMs: 1_000 })
  expect(after(2)).toEqual({ result: 'retry', retryInMs: 2_000 })
  expect(after(3)).toEqual({ result: 'failed', retryInMs: 0 })
})
