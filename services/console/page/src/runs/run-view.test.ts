import { expect, test } from 'vitest'
import { writeView } from '../lists/use-view.ts'
import { readRunView } from './run-view.ts'

test('a view is read back as it was written', () => {
  const view = {
    by: 'company',
    search: 'Brückner & Sohn +1 %',
    sort: 'open',
    partnerId: 'msp-1',
    outcome: 'failed',
    cause: '0123456789abcdef',
  } as const
  expect(readRunView(new URLSearchParams(writeView(view)))).toEqual(view)
})

test('what an address should not have is as if it were not there', () => {
  const plain = { by: null, search: '', sort: null, partnerId: null, outcome: null, cause: null }
  const odd = 'by=moon&outcome=lost&partnerId=&cause=x&search=%20&sort=luck'
  expect(readRunView(new URLSearchParams(odd))).toEqual(plain)
  expect(writeView(plain)).toBe('')
})
