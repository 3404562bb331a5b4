import { expect, test } from 'vitest'
import { billEverything, SHORT_MONTH } from './whole.ts'

test('a month billed while everything goes wrong: nothing lost, nothing doubled, nothing wrong', {
  timeout: 600_000,
}, async () => {
  const month = await billEverything(SHORT_MONTH)
  expect(month, month.overlaps.join('\n')).toMatchObject({
    pushes: 1_250,
    lost: 0,
    doubled: 0,
    wrong: 0,
    outdated: 0,
    deaths: [],
  })
  expect(month.workerKills).toBeGreaterThan(3)
  expect(month.faultyAnswers).toBeGreaterThan(50)
  expect(month.maxCallsInOneSecond).toBeLessThanOrEqual(100)
})
