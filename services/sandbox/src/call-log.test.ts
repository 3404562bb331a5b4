import { expect, test } from 'vitest'
import { type Call, createCallLog } from './call-log.ts'

function call(over: Partial<Call> = {}): Omit<Call, 'sequence'> {
  return {
    startedAtMs: 0,
    endedAtMs: null,
    method: 'POST',
    path: '/',
    route: 'count',
    organizationId: 'o1',
    partnerName: 'A',
    partnerKey: 'key',
    accountId: 'c1',
    serviceId: 's1',
    unitCount: null,
    noBuild: null,
    body: undefined,
    bodyBytes: 0,
    delayedMs: 0,
    answered: null,
    fault: null,
    ...over,
  }
}

test('it holds the newest calls only, and counts them all', () => {
  const log = createCallLog(3)
  for (let index = 0; index < 10; index += 1) log.end(log.begin(call()), 201, 1)
  expect(log.list({}).map(({ sequence }) => sequence)).toEqual([8, 9, 10])
  expect(log.list({ after: 2 }).map(({ sequence }) => sequence)).toEqual([8, 9, 10])
  expect(log.statistics.figures()).toMatchObject({ calls: 10, answers: { 201: 10 } })
})

test('it lets go of the oldest bodies once they are too much, but for the newest', () => {
  const log = createCallLog(10, 100)
  for (let index = 0; index < 5; index += 1) log.noteBody(log.begin(call()), `body ${index}`, 40)
  expect(log.list({}).map(({ body }) => body)).toEqual([undefined, undefined, undefined, 'body 3', 'body 4'])
  log.noteBody(log.begin(call()), 'huge', 1000)
  expect(log.list({}).map(({ body }) => body)).toEqual([undefined, undefined, undefined, undefined, undefined, 'huge'])
})

test('an answer that the client did not wait for was never given', () => {
  const log = createCallLog()
  const first = log.begin(call())
  log.end(first, 201, 5)
  log.end(first, 500, 6)
  expect(first).toMatchObject({ answered: 201, endedAtMs: 5 })
  log.end(first, 'aborted', 7)
  expect(first).toMatchObject({ answered: 'aborted', endedAtMs: 5 })
  expect(log.statistics.figures().answers).toEqual({ aborted: 1 })
})

test('an account that answered calls one by one never has two under way', () => {
  const log = createCallLog()
  for (let index = 0; index < 5; index += 1) {
    const counted = log.begin(call())
    log.noteBody(counted, {}, 2)
    log.end(counted, 201, 1)
  }
  expect(log.statistics.figures().maxConcurrentCountsPerAccount).toBe(1)
})
