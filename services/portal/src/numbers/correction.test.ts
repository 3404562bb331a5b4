import { expect, test } from 'vitest'
import { correctionOf } from './correction.ts'

const at = '2026-11-03T09:12:00.000Z'

test('a number that was reported anew after Gradient had taken another says which, and when', () => {
  const row = { unitCount: 15, outcome: 'accepted', corrected: { from: 12, fromRevision: 1, at } } as const
  expect(correctionOf(row)).toEqual({ why: 'reported_anew', from: 12, to: 15, at, isSent: true })
})

test('while the new number is on its way, Gradient still has the old one', () => {
  const row = { unitCount: 15, outcome: 'waiting', corrected: { from: 12, fromRevision: 1, at } } as const
  expect(correctionOf(row)?.isSent).toBe(false)
})

test('a company that came back after its last 0 was not reported wrongly', () => {
  const row = { unitCount: 4, outcome: 'accepted', corrected: { from: 0, fromRevision: 0, at } } as const
  expect(correctionOf(row)?.why).toBe('came_back')
})

test('where nothing was corrected there is nothing to tell', () => {
  expect(correctionOf({ unitCount: 4, outcome: 'accepted', corrected: null })).toBeNull()
})
