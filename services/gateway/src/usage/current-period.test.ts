import { expect, test } from 'vitest'
import { createCurrentPeriod } from './current-period.ts'

test('the period is that of the billing time zone at every moment asked for, forwards and backwards', () => {
  let now = ''
  const currentPeriod = createCurrentPeriod({
    clock: { now: () => new Date(now) },
    calendar: { timeZone: 'America/New_York' } as Parameters<typeof createCurrentPeriod>[0]['calendar'],
  })
  const moments = [
    ['2026-11-01T03:59:59.999Z', '2026-10'],
    ['2026-11-01T04:00:00.000Z', '2026-11'],
    ['2026-12-01T04:59:59.999Z', '2026-11'],
    ['2026-12-01T05:00:00.000Z', '2026-12'],
    ['2026-10-15T00:00:00.000Z', '2026-10'],
  ]
  for (const [at = '', period] of moments) {
    now = at
    expect(currentPeriod(), at).toBe(period)
  }
})
