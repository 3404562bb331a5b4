import { expect, test } from 'vitest'
import { billEverything, TENTH_OF_MONTH } from './whole.ts'

test('a month billed while everything goes wrong: nothing lost, nothing doubled, nothing wrong', {
  timeout: 600_000,
}, async () => {
  const month = await billEverything(TENTH_OF_MONTH)
  expect(month, month.overlaps.join('\n')).toMatchObject({
    pushes: 5_000,
    lost: 0,
    doubled: 0,
    wrong: 0,
    outdated: 0,
    deaths: [],
  })
  expect(month.workerKills).toBeGreaterThan(3)
  expect(month.faultyAnswers).toBeGreaterThan(200)
  expect(month.maxCallsInOneSecond).toBeLessThanOrEqual(100)
})
