import { parseJsonBody } from '../json-body.ts'
import type { LineReader, ReadLine } from './csv-lines.ts'
import { IMPORT_COLUMNS, type ImportCells, type ImportColumn, lineError } from './import-row.ts'

/** In characters. */
const LONGEST_LINE = 32_768
const NAMES: ReadonlySet<string> = new Set(IMPORT_COLUMNS)

/** Reads one JSON object per line, with the names of the columns. `null`, an empty text and an absent name are left out. */
export function createNdjsonLines(): LineReader {
  let text = ''
  let line = 0
  let skipping = false

  function* take(isEnd: boolean): Generator<ReadLine> {
    let at = 0
    for (;;) {
      const newline = text.indexOf('\n', at)
      if (newline === -1) break
      line += 1
      if (skipping) skipping = false
      else yield* readLine(line, text.slice(at, newline))
      at = newline + 1
    }
    text = text.slice(at)
    if (isEnd && !skipping && text !== '') yield* readLine(line + 1, text)
    else if (text.length > LONGEST_LINE) {
      if (!skipping) yield lineError(line + 1, 'line_too_long')
      skipping = true
      text = ''
    }
  }

  return {
    push(piece) {
      text += piece
      return take(false)
    },
    end: () => take(true),
  }
}

function* readLine(line: number, raw: string): Generator<ReadLine> {
  const text = raw.trim()
  if (text === '') return
  if (text.length > LONGEST_LINE) {
    yield lineError(line, 'line_too_long')
    return
  }
  const object = parseObject(text)
  if (object === undefined) {
    yield lineError(line, 'malformed_json')
    return
  }
  const cells: ImportCells = {}
  for (const [name, value] of Object.entries(object)) {
    if (!NAMES.has(name)) {
      yield lineError(line, 'unknown_field')
      return
    }
    if (value === null || value === '') continue
    const fits = name === 'billable_users' ? typeof value === 'number' : typeof value === 'string'
    if (!fits) {
      yield lineError(line, `invalid_${name as ImportColumn}`, name === 'billable_users' ? '' : ' must be a text')
      return
    }
    cells[name as ImportColumn] = value as string | number
  }
  yield { line, cells }
}

function parseObject(text: string): object | undefined {
  try {
    const value = parseJsonBody(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
