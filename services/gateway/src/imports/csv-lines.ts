import { ProblemError } from '../problem.ts'
import { createCsvReader } from './csv-records.ts'
import { IMPORT_COLUMNS, type ImportCells, type ImportColumn, type LineError, lineError } from './import-row.ts'

/** A line that was read: its values, or what is wrong with it. */
export type ReadLine = { line: number; cells: ImportCells } | LineError

/** Reads one format piece by piece. @throws ProblemError where the whole cannot be read. */
export interface LineReader {
  push(piece: string): Iterable<ReadLine>
  end(): Iterable<ReadLine>
}

/** Reads CSV with a header line: the documented columns in any order, `partner_id` among them. An empty cell is left out. */
export function createCsvLines(): LineReader {
  const reader = createCsvReader()
  let header: ImportColumn[] | undefined

  function* toLines(records: ReturnType<typeof reader.push>): Generator<ReadLine> {
    for (const record of records) {
      if (header === undefined) header = readHeader(record.fields)
      else if (record.problem) yield lineError(record.line, record.problem)
      else if (record.fields.length !== header.length) {
        if (record.fields.some((field) => field !== ''))
          yield lineError(record.line, 'wrong_field_count', ` (${record.fields.length}, not ${header.length})`)
      } else {
        const cells: ImportCells = {}
        let isBlank = true
        for (const [index, field] of record.fields.entries()) {
          const column = header[index]
          if (field === '' || column === undefined) continue
          cells[column] = field
          isBlank = false
        }
        if (!isBlank) yield { line: record.line, cells }
      }
    }
  }

  return {
    push: (piece) => toLines(reader.push(piece)),
    *end() {
      yield* toLines(reader.end())
      if (header === undefined) throw badColumns('The body is empty.')
    },
  }
}

function readHeader(fields: string[] | undefined): ImportColumn[] {
  if (fields === undefined) throw badColumns('The first line cannot be read as a header.')
  const header = fields.map((field) => field.trim())
  for (const [index, name] of header.entries()) {
    if (!IMPORT_COLUMNS.includes(name as ImportColumn)) throw badColumns(`Column ${index + 1} is none of ours.`)
    if (header.indexOf(name) !== index) throw badColumns(`The column ${name} is there twice.`)
  }
  if (!header.includes('partner_id')) throw badColumns('The column partner_id is missing.')
  return header as ImportColumn[]
}

function badColumns(what: string): ProblemError {
  return new ProblemError(
    'bad_columns',
    `${what} The first line names the columns, separated by commas: ${IMPORT_COLUMNS.join(', ')}. Nothing was kept.`,
  )
}
