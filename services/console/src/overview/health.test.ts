import { expect, test } from 'vitest'
import { type HealthFacts, judgeHealth, type PartHealth } from './health.ts'

const NOW = new Date('2026-11-01T06:00:00Z')
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000)

const WELL: HealthFacts = {
  calls: {
    windowMs: 20_000,
    callsPerSecond: 80,
    countsPerSecond: 80,
    acceptedPerSecond: 75,
    lastAt: ago(1),
    lastStatus: 201,
    lastReason: null,
    looked: 100,
    unanswered: 2,
    commonestReason: 'unmapped',
  },
  oldest: { pushAt: ago(3), syncAt: null, mailAt: null },
  signs: {
    now: NOW,
    billingWorkers: ['billing-worker@a:1', 'billing-worker@b:1'],
    accountWorkers: [],
    connected: { 'gateway-tokens': 1 },
    mailSentAt: ago(3_600),
    mailFailedAt: null,
    mailFailure: null,
    mailWaits: null,
  },
  sweep: { everyMs: 60_000, beganAt: ago(20), endedAt: ago(19), found: {}, askedAt: null },
  pauses: [],
  problems: { run: undefined, billing: undefined, accounts: undefined, mails: undefined, redis: undefined },
}

const judged = (part: PartHealth['part'], facts: HealthFacts) =>
  judgeHealth(facts).find((health) => health.part === part)

test('a system that is well is well in all its parts', () => {
  expect(judgeHealth(WELL).map(({ part, state }) => [part, state])).toEqual(
    [
      'scheduler',
      'billing workers',
      'account workers',
      'mail worker',
      'gateway',
      'redis',
      'postgres',
      'gradient',
      'smtp',
    ].map((part) => [part, 'ok']),
  )
})

test.each<[PartHealth['part'], PartHealth['state'], RegExp, Partial<HealthFacts>]>([
  ['scheduler', 'trouble', /No sweep has ended lately/, { sweep: { ...WELL.sweep, endedAt: ago(500) } }],
  ['scheduler', 'unknown', /No sweep has ended yet/, { sweep: { ...WELL.sweep, endedAt: null } }],
  [
    'scheduler',
    'trouble',
    /has not begun/,
    { problems: { ...WELL.problems, run: 'The run of 2026-10 has not begun' } },
  ],
  ['billing workers', 'trouble', /due/, { problems: { ...WELL.problems, billing: 'Counts have been due' } }],
  ['billing workers', 'unknown', /just become due/, { signs: { ...WELL.signs, billingWorkers: [] } }],
  ['gateway', 'trouble', /None holds a line/, { signs: { ...WELL.signs, connected: {} } }],
  ['redis', 'trouble', /evicts/, { problems: { ...WELL.problems, redis: 'Redis evicts keys' } }],
  [
    'gradient',
    'trouble',
    /60 of the last 100 calls got no usable answer, mostly timeout/,
    { calls: { ...WELL.calls, unanswered: 60, commonestReason: 'timeout' } },
  ],
  [
    'gradient',
    'unknown',
    /No call in the last ten minutes; the last one was answered 201/,
    { calls: { ...WELL.calls, looked: 0 } },
  ],
  ['mail worker', 'trouble', /Mails have been due/, { problems: { ...WELL.problems, mails: 'Mails have been due' } }],
  ['smtp', 'trouble', /wait for another try: 451 later/, { signs: { ...WELL.signs, mailWaits: '451 later' } }],
  [
    'smtp',
    'trouble',
    /The last mail was not taken: no such mailbox/,
    { signs: { ...WELL.signs, mailFailedAt: ago(5), mailFailure: 'no such mailbox' } },
  ],
  ['smtp', 'unknown', /No mail was sent yet/, { signs: { ...WELL.signs, mailSentAt: null } }],
])('%s: %s', (part, state, words, facts) => {
  expect(judged(part, { ...WELL, ...facts })).toMatchObject({ state, words: expect.stringMatching(words) })
})

const stop = (scope: 'all' | 'billing', reason: string) => ({
  id: '1',
  scope,
  reason,
  detail: 'Forbidden',
  pausedBy: 'anna',
  pausedAt: ago(60),
  resumedAt: null,
  resumedBy: null,
  resumeReason: null,
})

test('an operator’s stop is no trouble of Gradient’s; a 403 is', () => {
  expect(judged('gradient', { ...WELL, pauses: [stop('all', 'operator')] })?.state).toBe('ok')
  expect(judged('gradient', { ...WELL, pauses: [stop('all', 'anomaly')] })).toMatchObject({
    state: 'trouble',
    since: ago(60),
  })
})

test('workers that are stopped say so', () => {
  const facts = { ...WELL, signs: { ...WELL.signs, billingWorkers: [] }, pauses: [stop('billing', 'operator')] }
  expect(judged('billing workers', facts)).toMatchObject({
    state: 'ok',
    words: expect.stringMatching(/^Sending counts is stopped/),
  })
  expect(judged('account workers', facts)?.words).not.toMatch(/stopped/)
})
