import { expect, test } from 'vitest'
import { sendStateOf } from './send-state.ts'

const period = '2026-10'
const at = '2026-11-01T05:00:00.000Z'
const run = {
  period,
  runId: 'old',
  startedAt: at,
  finishedAt: at,
  expected: 100,
  outcomes: { accepted: 96, unmapped: 4 } as Record<string, number>,
}
const asked = { runId: 'new', runBefore: 'old', toSend: 4 }
const hold = null

test('while nothing is sent there is no progress to show', () => {
  expect(sendStateOf({ period, run, asked: null, hold })).toEqual({ kind: 'idle' })
  expect(sendStateOf({ period, run: { ...run, period: '2026-09' }, asked: null, hold })).toEqual({ kind: 'idle' })
  expect(sendStateOf({ period, run: undefined, asked: null, hold })).toEqual({ kind: 'idle' })
})

test('a run that began by itself is followed by all companies of the month', () => {
  const outcomes = { accepted: 30, sending: 5, waiting: 65 }
  expect(sendStateOf({ period, run: { ...run, finishedAt: null, outcomes }, asked: null, hold })).toEqual({
    kind: 'sending',
    done: 30,
    total: 100,
  })
})

test('the run before is not taken for the one that was asked for', () => {
  expect(sendStateOf({ period, run, asked, hold })).toEqual({ kind: 'asked' })
  expect(sendStateOf({ period, run: null, asked: { ...asked, runBefore: undefined }, hold })).toEqual({ kind: 'asked' })
})

test('what was asked for is followed by the numbers that it sends', () => {
  const outcomes = { accepted: 97, waiting: 3 }
  const sending = { ...run, runId: 'new', finishedAt: null, outcomes }
  expect(sendStateOf({ period, run: sending, asked, hold })).toEqual({ kind: 'sending', done: 1, total: 4 })
  const more = { ...sending, outcomes: { accepted: 90, waiting: 10 } }
  expect(sendStateOf({ period, run: more, asked, hold })).toEqual({ kind: 'sending', done: 0, total: 10 })
})

test('it is over when its run is finished, be it that another has begun since', () => {
  expect(sendStateOf({ period, run: { ...run, runId: 'new' }, asked, hold })).toEqual({ kind: 'over' })
  expect(sendStateOf({ period, run: { ...run, runId: 'newer still' }, asked, hold })).toEqual({ kind: 'over' })
})

test('who asks while a run goes on follows that one', () => {
  const joined = { runId: 'old', runBefore: 'old', toSend: 4 }
  expect(sendStateOf({ period, run, asked: joined, hold })).toEqual({ kind: 'over' })
})

test('before it is planned, and after its last number, there is a moment without progress', () => {
  expect(sendStateOf({ period, run: { ...run, runId: 'new', finishedAt: null }, asked, hold })).toEqual({
    kind: 'asked',
  })
})

test('what cannot go says why', () => {
  const waiting = { ...run, outcomes: { accepted: 96, waiting: 4 } }
  expect(sendStateOf({ period, run: waiting, asked: null, hold: 'sending_paused' })).toEqual({
    kind: 'held',
    why: 'sending_paused',
    left: 4,
  })
})
