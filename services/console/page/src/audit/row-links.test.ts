import { expect, test } from 'vitest'
import { rowLinks } from './row-links.ts'

test('each row that has a page leads to it', () => {
  expect(rowLinks({ retryId: 'r1', runId: 'u 1', partnerId: 'p/1', companyId: 'c1' }).map(({ href }) => href)).toEqual([
    '/retries/r1',
    '/runs/u%201',
    '/story?text=p%2F1',
    '/story/p%2F1/c1',
  ])
})

test('of many ids only the first are told, and none leads anywhere', () => {
  const [row] = rowLinks({ pushIds: ['1', '2', '3', '4', '5', '6', '7'] })
  expect(row).toEqual({ name: 'pushIds', text: '1, 2, 3, 4, 5 +2', href: undefined })
  expect(rowLinks({ pushIds: ['1'] })[0]?.href).toBe('/pushes/1')
})
