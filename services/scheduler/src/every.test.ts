import { createLog } from '@bridge/runtime'
import { expect, test } from 'vitest'
import { every } from './every.ts'

const log = createLog({ name: 'test', level: 'silent' })
const AN_HOUR_MS = 3_600_000

/** A task of which each round ends when it is told to. */
function heldTask() {
  const begun: (() => void)[] = []
  let onBegin = () => {}
  return {
    task: () =>
      new Promise<void>((resolve) => {
        begun.push(resolve)
        onBegin()
      }),
    rounds: () => begun.length,
    end: (round: number) => begun[round - 1]?.(),
    untilRound: (round: number) =>
      new Promise<void>((resolve) => {
        onBegin = () => begun.length >= round && resolve()
        onBegin()
      }),
  }
}

/** Everything that is not waiting for a timer has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a task that is wanted now runs at once instead of waiting for its time', async () => {
  const held = heldTask()
  const repeating = every({ what: 'it', everyMs: AN_HOUR_MS, task: held.task, log })
  await held.untilRound(1)
  held.end(1)
  await settled()
  expect(held.rounds()).toBe(1)
  repeating.now()
  await held.untilRound(2)
  held.end(2)
  await repeating.stop()
  expect(held.rounds()).toBe(2)
})

test('wanted several times during a round, it runs once more after it, never twice at once', async () => {
  const held = heldTask()
  const repeating = every({ what: 'it', everyMs: AN_HOUR_MS, task: held.task, log })
  await held.untilRound(1)
  for (let time = 0; time < 5; time += 1) repeating.now()
  await settled()
  expect(held.rounds()).toBe(1)
  held.end(1)
  await held.untilRound(2)
  held.end(2)
  await settled()
  expect(held.rounds()).toBe(2)
  await repeating.stop()
})

test('stopping waits for the round under way and lets no other begin', async () => {
  const held = heldTask()
  const repeating = every({ what: 'it', everyMs: 1, task: held.task, log })
  await held.untilRound(1)
  const stopped = repeating.stop()
  repeating.now()
  await settled()
  held.end(1)
  await stopped
  await settled()
  expect(held.rounds()).toBe(1)
})

test('a round that throws is a problem by name until one succeeds', async () => {
  let fails = true
  let rounds = 0
  const task = async () => {
    rounds += 1
    if (fails) throw new Error('no Postgres')
  }
  const repeating = every({ what: 'the sweep', everyMs: AN_HOUR_MS, task, log })
  await settled()
  expect(repeating.problem()).toBe('the sweep failed: no Postgres')
  fails = false
  repeating.now()
  await settled()
  await settled()
  expect([rounds, repeating.problem()]).toEqual([2, undefined])
  await repeating.stop()
})
