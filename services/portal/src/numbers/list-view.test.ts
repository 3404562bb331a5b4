import { expect, test } from 'vitest'
import { type ListView, readListView, sortedBy, writeListView } from './list-view.ts'

const FIRST: ListView = { search: '', outcome: null, sort: 'company', order: 'asc', company: null }
const read = (query: string) => readListView(new URLSearchParams(query))

test('an address without a query is the list as it is at first', () => {
  expect(read('')).toEqual(FIRST)
  expect(writeListView(FIRST)).toBe('')
})

test('what is written is read back, whatever is searched', () => {
  const view: ListView = {
    search: 'O’Dell & Sons +100% #1?',
    outcome: 'unmapped',
    sort: 'unitCount',
    order: 'asc',
    company: 'hp_00001~x',
  }
  expect(read(writeListView(view))).toEqual(view)
})

test('what no list can show is as if it were not there', () => {
  expect(read('?outcome=lost&sort=colour&order=up&company=')).toEqual(FIRST)
  expect(read('?outcome=constructor')).toEqual(FIRST)
  expect(read(`?search=${'x'.repeat(300)}`).search).toHaveLength(200)
})

test('numbers and times begin with the largest, and their address says nothing of it', () => {
  expect(read('?sort=unitCount').order).toBe('desc')
  expect(writeListView({ ...FIRST, sort: 'settledAt', order: 'desc' })).toBe('?sort=settledAt')
  expect(writeListView({ ...FIRST, sort: 'settledAt', order: 'asc' })).toBe('?sort=settledAt&order=asc')
})

test('pressing a heading sorts by it, and pressing it again turns the order', () => {
  expect(sortedBy(FIRST, 'unitCount')).toEqual({ sort: 'unitCount', order: 'desc' })
  expect(sortedBy({ sort: 'unitCount', order: 'desc' }, 'unitCount')).toEqual({ sort: 'unitCount', order: 'asc' })
  expect(sortedBy(FIRST, 'company')).toEqual({ sort: 'company', order: 'desc' })
})
