import { once } from 'node:events'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

const text = async (stream: AsyncIterable<Buffer>) => {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces).toString('utf8')
}
const oneRow = (row: Record<string, unknown>) => {
  let given = false
  return csvOf({
    columns: Object.keys(row),
    toCells: (cells: typeof row) => cells,
    next: async () => {
      const rows = given ? [] : [row]
      given = true
      return rows
    },
  })
}

test('no cell is a formula to a spreadsheet, whatever it is that a partner is called or Gradient says', async () => {
  for (const begin of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
    const [row] = parse(await text(oneRow({ name: `${begin}cmd|' /C calc'!A0` })), { columns: true }) as {
      name: string
    }[]
    expect(row?.name).toBe(`'${begin}cmd|' /C calc'!A0`)
  }
})

test('other cells stay as they are: quotes, line ends, commas, numbers, nothing', async () => {
  const row = { a: 'says "no", and\nmore', b: -5, c: null, d: 'Brückner & Sohn', e: '青葉野' }
  expect(parse(await text(oneRow(row)), { columns: true })).toEqual([{ ...row, b: '-5', c: '' }])
})

test('a reader who takes nothing is read no further ahead for, and the whole comes when it reads', async () => {
  const PAGES = 200
  const filler = 'x'.repeat(1_000)
  let pages = 0
  const stream = csvOf<{ n: number }>({
    columns: ['n', 'filler'],
    toCells: ({ n }) => ({ n, filler }),
    next: async (after, limit) => {
      const from = (after?.n ?? 0) + 1
      if (from > PAGES * 100) return []
      pages += 1
      return Array.from({ length: Math.min(limit, 100) }, (_, index) => ({ n: from + index }))
    },
  })
  await once(stream, 'readable')
  for (let turn = 0; turn < 1_000; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(pages).toBeLessThan(20)
  let lines = 0
  for await (const piece of stream) for (const byte of piece as Buffer) if (byte === 10) lines += 1
  expect(lines).toBe(PAGES * 100 + 1)
  expect(pages).toBe(PAGES)
})
