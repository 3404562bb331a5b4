import { expect, test } from 'vitest'
import { countCalls } from './verdict.ts'

const call = (unitCount: number, more: { noBuild?: boolean; answered?: number; accountId?: string } = {}) => ({
  accountId: 'a',
  unitCount,
  noBuild: true,
  answered: 201,
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
