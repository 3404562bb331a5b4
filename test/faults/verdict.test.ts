import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { countCalls, overlapping } from './verdict.ts'

interface More {
  noBuild?: boolean
  answered?: number | string
  accountId?: string
  startedAtMs?: number
  endedAtMs?: number | null
}

const call = (unitCount: number, more: More = {}) => ({
  accountId: 'a',
  unitCount,
  noBuild: true,
  answered: 201,
  startedAtMs: 0,
  endedAtMs: 0,
  ...more,
})

test('one call a number, and one that rebuilds the view, are not too many', () => {
  const calls = [call(1), call(1, { noBuild: false }), call(2), call(2, { accountId: 'b' })]
  expect(countCalls(calls)).toEqual({ extraCalls: 0, olderAfterNewer: 0 })
})

test('a number that is sent again is an extra call, but not where Gradient refused the first for haste', () => {
  expect(countCalls([call(1), call(1)])).toMatchObject({ extraCalls: 1 })
  expect(countCalls([call(1, { answered: 429 }), call(1)])).toMatchObject({ extraCalls: 0 })
})

test('an older number after a newer one is wrong, also where the newer one follows', () => {
  expect(countCalls([call(2), call(1), call(2)])).toMatchObject({ olderAfterNewer: 1 })
})

test('calls of one account that were under way at once are told with how the first of them ended', () => {
  const first = call(1, { startedAtMs: 10, endedAtMs: 40, answered: 'aborted' })
  expect(overlapping([first, call(1, { startedAtMs: 40, endedAtMs: 50 })])).toEqual([])
  expect(overlapping([first, call(1, { accountId: 'b', startedAtMs: 30, endedAtMs: 50 })])).toEqual([])
  expect(overlapping([first, call(2, { startedAtMs: 39, endedAtMs: 50 })])).toEqual([
    'a: 1 from 10 to 40 (aborted), then 2 from 39 to 50 (201)',
  ])
  expect(overlapping([call(1, { endedAtMs: null }), call(1, { startedAtMs: 9, endedAtMs: 12 })])).toHaveLength(1)
})

test('who asks for faults that there are not is told so, and not that all is well', () => {
  const main = resolve(import.meta.dirname, 'faults-main.ts')
  const { status, stderr } = spawnSync(process.execPath, [main, '--no-pace', '--only', 'month'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([64, 'Nothing was done: no fault without a pace has "month" in its name.\n'])
})
