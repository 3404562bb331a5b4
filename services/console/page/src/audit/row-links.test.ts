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

test('of a long id enough is told to know it again, and its page is found by all of it', () => {
  const id = 'ad5ff97a-2068-410b-a74f-23701c801dfa'
  expect(rowLinks({ runId: id })).toEqual([{ name: 'runId', text: 'ad5ff97a…', href: `/runs/${id}` }])
})
