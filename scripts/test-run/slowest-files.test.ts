import { expect, test } from 'vitest'
import { drawSlowestFiles } from './slowest-files.ts'

test('the slowest files come first, no more of them than asked for', () => {
  const files = [
    { file: 'a.test.ts', ms: 1_000 },
    { file: 'c.test.ts', ms: 61_240 },
    { file: 'b.test.ts', ms: 2_000 },
  ]
  expect(drawSlowestFiles(files, 2).split('\n')).toEqual([
    'Slowest 2 of 3 files (64.2 s in all):',
    '  61.2 s  c.test.ts',
    '   2.0 s  b.test.ts',
  ])
})

test('where nothing ran there is nothing to say', () => {
  expect(drawSlowestFiles([], 10)).toBe('')
})
