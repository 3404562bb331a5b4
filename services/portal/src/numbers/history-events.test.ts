import { expect, test } from 'vitest'
import { historyEventsOf } from './history-events.ts'

const connectionId = 'now'
const at = (minute: number) => `2026-11-01T06:0${minute}:00.000Z`
const attempt = {
  connectionId,
  startedAt: at(0),
  unitCount: 12,
  revision: 1,
  httpStatus: 201,
  reason: null,
  message: null,
}

test('what was reported and what was sent is one story, the newest first', () => {
  const events = historyEventsOf({
    connectionId,
    revisions: [
      { revision: 2, billableUsers: 15, reportedAt: at(3), replacedAt: null },
      { revision: 1, billableUsers: 12, reportedAt: at(1), replacedAt: at(3) },
    ],
    attempts: [
      { ...attempt, finishedAt: at(4), revision: 2, unitCount: 15 },
      { ...attempt, finishedAt: at(2) },
    ],
  })
  expect(events.map((event) => [event.kind, event.users])).toEqual([
    ['sent', 15],
    ['reported', 15],
    ['sent', 12],
    ['reported', 12],
  ])
  expect(events[1]).toMatchObject({ before: 12 })
  expect(events[3]).toMatchObject({ before: null })
})

test('a number that was taken before is told to be sent again; one that was only tried before is not', () => {
  const events = historyEventsOf({
    connectionId,
    revisions: [],
    attempts: [
      { ...attempt, finishedAt: at(3) },
      { ...attempt, finishedAt: at(2) },
      { ...attempt, finishedAt: at(1), httpStatus: 404, reason: 'unmapped' },
    ],
  })
  expect(events.map((event) => event.kind === 'sent' && event.isAgain)).toEqual([true, false, false])
})

test('a corrected number is none that is sent again', () => {
  const events = historyEventsOf({
    connectionId,
    revisions: [],
    attempts: [
      { ...attempt, finishedAt: at(3), revision: 2 },
      { ...attempt, finishedAt: at(2) },
    ],
  })
  expect(events[0]).toMatchObject({ isAgain: false })
})

test('what went over an earlier connection is marked, and is no reason to call the next one again', () => {
  const events = historyEventsOf({
    connectionId,
    revisions: [],
    attempts: [
      { ...attempt, finishedAt: at(3) },
      { ...attempt, finishedAt: at(2), connectionId: 'before' },
    ],
  })
  expect(events).toMatchObject([
    { isFormer: false, isAgain: false },
    { isFormer: true, isAgain: false },
  ])
})

test('the same answer to the same number again and again is told once, with how often and since when', () => {
  const unmapped = { ...attempt, httpStatus: 404, reason: 'unmapped' }
  const events = historyEventsOf({
    connectionId,
    revisions: [],
    attempts: [
      { ...attempt, finishedAt: at(5) },
      { ...unmapped, finishedAt: at(4) },
      { ...unmapped, finishedAt: at(3) },
      { ...unmapped, finishedAt: at(2) },
      { ...unmapped, finishedAt: at(1), unitCount: 11 },
    ],
  })
  expect(events).toMatchObject([
    { answer: 'taken', times: 1 },
    { answer: 'unmapped', users: 12, times: 3, at: at(4), firstAt: at(2) },
    { answer: 'unmapped', users: 11, times: 1 },
  ])
})
