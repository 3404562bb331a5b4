import { expect, test } from 'vitest'
import { clearedBetween } from './cleared.ts'

const companies = (...ids: string[]) => ids.map((companyId) => ({ companyId, companyName: `Company ${companyId}` }))

test('one company that has gone is named', () => {
  const before = { total: 3, data: companies('a', 'b', 'c') }
  expect(clearedBetween(before, { total: 2, data: companies('a', 'c') })).toEqual({
    count: 1,
    name: 'Company b',
    left: 2,
  })
})

test('several that have gone are counted', () => {
  const before = { total: 3, data: companies('a', 'b', 'c') }
  expect(clearedBetween(before, { total: 1, data: companies('c') })).toEqual({ count: 2, name: null, left: 1 })
})

test('one that has gone from another page is counted and not named', () => {
  const before = { total: 90, data: companies('a', 'b') }
  expect(clearedBetween(before, { total: 89, data: companies('a', 'b') })).toEqual({ count: 1, name: null, left: 89 })
})

test('a list that has grown, or is the same, has lost nothing', () => {
  const before = { total: 2, data: companies('a', 'b') }
  expect(clearedBetween(before, before)).toBeNull()
  expect(clearedBetween(before, { total: 3, data: companies('a', 'b', 'c') })).toBeNull()
})
