import fc from 'fast-check'
import { types } from 'pg'
import { expect, test } from 'vitest'
import { readTimestamp } from './read-timestamp.ts'

const byLibrary: (text: string) => Date = types.getTypeParser(types.builtins.TIMESTAMPTZ)

test('a moment is read as it was written, with none to six digits of a second, trailing zeros left out as Postgres does', () => {
  const moments = fc.date({
    min: new Date('0001-01-01'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 999 }), (moment, micros) => {
      const [day = '', time = ''] = moment.toISOString().split('T')
      const fraction = `${time.slice(8, 12)}${String(micros).padStart(3, '0')}`.replace(/\.?0+$/, '')
      expect(readTimestamp(`${day} ${time.slice(0, 8)}${fraction}+00`)).toEqual(moment)
    }),
  )
})

test.each([
  '2026-11-24 12:34:56.789+01',
  '2026-11-24 12:34:56-05:30',
  '0044-03-15 12:00:00+00 BC',
  '0044-03-15 12:00:00+00',
  '12026-11-24 12:34:56+00',
  'infinity',
  '-infinity',
])('%s is read as pg does', (text) => {
  expect(readTimestamp(text)).toEqual(byLibrary(text))
})
