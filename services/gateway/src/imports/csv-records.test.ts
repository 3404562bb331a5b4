import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvRecord, createCsvReader } from './csv-records.ts'

/** Reads a text that comes in pieces of these lengths. */
function read(text: string, lengths: number[] = [text.length]): CsvRecord[] {
  const reader = createCsvReader()
  const records: CsvRecord[] = []
  let at = 0
  for (let turn = 0; at < text.length; turn += 1) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1)
    records.push(...reader.push(text.slice(at, at + length)))
    at += length
  }
  return [...records, ...reader.end()]
}

const fieldsOf = (records: CsvRecord[]) => records.map((record) => record.fields ?? record.problem)

describe('CSV records', () => {
  test.each([
    [
      'plain lines',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\nc,"d"\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty fields',
      ',\n"",x,\n',
      [
        ['', ''],
        ['', 'x', ''],
      ],
    ],
    ['empty lines are left out', '\n\na\n\r\nb\n', [['a'], ['b']]],
    ['commas and doubled quotes in quotes', '"a,b","say ""hi""",c\n', [['a,b', 'say "hi"', 'c']]],
    ['a line break in quotes', '"a\nb",c\n', [['a\nb', 'c']]],
    ['only quotes', '""""\n', [['"']]],
    ['a quoted last field without a line end', 'a,"b"', [['a', 'b']]],
    ['a quote within a plain field is refused', '24" Screens,x\nb\n', ['malformed_csv', ['b']]],
    ['text after a closing quote is refused', '"a"b,c\nd\n', ['malformed_csv', ['d']]],
    ['an unclosed quote costs its line alone', 'a\n"b,c\nd,e\n', [['a'], 'malformed_csv', ['d', 'e']]],
  ])('%s', (_what, text, expected) => {
    expect(fieldsOf(read(text))).toEqual(expected)
    expect(fieldsOf(read(text, [1]))).toEqual(expected)
  })

  test('a record is named by the physical line on which it begins', () => {
    const lines = read('h\n\n"a\nb\nc"\nd\r\n"x\ne,"f\n').map(({ line }) => line)
    expect(lines).toEqual([1, 3, 6, 7, 8])
  })

  test('a line that is too long is refused alone, and not held', () => {
    const text = `a\n${'x'.repeat(100_000)}\nb\n"${'y'.repeat(100_000)}"\nc\n`
    expect(fieldsOf(read(text, [1000]))).toEqual([
      ['a'],
      'line_too_long',
      ['b'],
      expect.stringMatching(/malformed|long/),
      ['c'],
    ])
    expect(fieldsOf(read(text))).toEqual([
      ['a'],
      'line_too_long',
      ['b'],
      expect.stringMatching(/malformed|long/),
      ['c'],
    ])
  })

  test('well-formed CSV reads as csv-parse reads it, whatever pieces it comes in', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ',', '"', '\n', '\r\n', ' ', ';'), maxLength: 8 })
    const record = fc.array(field, { minLength: 2, maxLength: 5 })
    const quote = (text: string, always: boolean) =>
      always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    const file = fc.tuple(
      fc.array(record, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    )
    fc.assert(
      fc.property(
        file,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        ([records, always, eol, ends], lengths) => {
          const text =
            records.map((fields) => fields.map((one) => quote(one, always)).join(',')).join(eol) + (ends ? eol : '')
          const oracle = parse(text, {
            relax_column_count: true,
            record_delimiter: eol,
            skip_empty_lines: true,
          }) as string[][]
          expect(fieldsOf(read(text, lengths))).toEqual(oracle)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('any text at all is read to its end, each physical line at most once', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r'), maxLength: 60 })
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (any, lengths) => {
        const lines = read(any, lengths).map(({ line }) => line)
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
        expect(Math.max(0, ...lines)).toBeLessThanOrEqual(any.split('\n').length)
        expect(read(any, lengths)).toEqual(read(any))
      }),
      { numRuns: 1000 },
    )
  })
})
