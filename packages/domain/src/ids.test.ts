import { expect, test } from 'vitest'
import { idSchema } from './ids.ts'

test.each(['a', 'A-1_b.c~d', '0', 'x'.repeat(64), '...'])('%j is an id', (text) =>
  expect(idSchema.safeParse(text).success).toBe(true),
)
test.each(['', '.', '..', 'x'.repeat(65), 'a b', 'a/b', 'é', 'a:b', 'a%20b', 'a\n', 'a\u0000'])('%j is none', (text) =>
  expect(idSchema.safeParse(text).success).toBe(false),
)
