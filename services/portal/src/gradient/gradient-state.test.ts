import { expect, test } from 'vitest'
import { gradientStateOf, TONES } from './gradient-state.ts'

test('a pending connection waits for mapping: only a mapped company’s count makes it active', () => {
  expect(gradientStateOf('pending')).toBe('waiting_for_mapping')
})

test('every other state is called what it is, and each has its look', () => {
  for (const status of ['not_connected', 'active', 'needs_key'] as const) expect(gradientStateOf(status)).toBe(status)
  expect(TONES[gradientStateOf('needs_key')]).toBe('bad')
  expect(TONES[gradientStateOf('active')]).toBe('good')
})
