import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { billFor } from './bill.ts'

describe('what a company is billed', () => {
  const archived = { lastPeriod: '2026-10', hasAccount: true, lastAccepted: 7 }
  test.each([
    [
      'a company that is not archived, always',
      { lastPeriod: null, hasAccount: false, lastAccepted: null },
      '2026-10',
      'usage',
    ],
    ['an archived one, its months before', archived, '2026-09', 'usage'],
    ['an archived one, its last month', archived, '2026-10', 'usage'],
    ['the month after: one zero', archived, '2026-11', 'final_zero'],
    ['the month after, even if nothing was ever taken', { ...archived, lastAccepted: null }, '2026-11', 'final_zero'],
    ['later, when the zero arrived: nothing', { ...archived, lastAccepted: 0 }, '2026-12', 'nothing'],
    ['later, when the zero did not arrive: it is owed', archived, '2026-12', 'final_zero'],
    [
      'one that Gradient never knew: nothing to bring down',
      { lastPeriod: '2026-10', hasAccount: false, lastAccepted: null },
      '2026-11',
      'nothing',
    ],
  ] as const)('%s', (_name, company, period, bill) => expect(billFor(company, period)).toBe(bill))

  test('once Gradient holds a zero, nothing more is ever sent after the month that followed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), (months) => {
        const later = new Date(Date.UTC(2026, 9 + months, 1)).toISOString().slice(0, 7)
        expect(billFor({ lastPeriod: '2026-10', hasAccount: true, lastAccepted: 0 }, later)).toBe('nothing')
      }),
    )
  })
})
