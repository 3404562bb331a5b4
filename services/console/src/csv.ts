import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import type { FastifyReply, FastifyRequest } from 'fastify'

const AT_ONCE = 1_000
const BYTES_AT_ONCE = 256 * 1024

/** A list as a file has it. */
interface CsvList<Row> {
  columns: readonly string[]
  /** The rows after one of them (`undefined`: the first ones), at most so many. */
  next(after: Row | undefined, limit: number): Promise<Row[]>
  toCells(row: Row): Record<string, unknown>
}

/** Whether a list is asked for as a file. */
export function wantsCsv(request: FastifyRequest): boolean {
  return /\btext\/csv\b/i.test(request.headers.accept ?? '')
}

/** Sends a whole list as a CSV file. */
export function sendCsv<Row>(reply: FastifyReply, list: CsvList<Row> & { filename: string }): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${list.filename}"`)
    .send(csvOf(list))
}

/**
 * A list as CSV, a page after the other as fast as the reader takes them, so that its length costs no memory. A cell that a spreadsheet would take
 * for a formula gets an apostrophe in front.
 */
export function csvOf<Row>({ columns, next, toCells }: CsvList<Row>): Readable {
  async function* lines(): AsyncGenerator<string> {
    yield stringify([[...columns]])
    for (let last: Row | undefined; ; ) {
      const rows = await next(last, AT_ONCE)
      last = rows.at(-1)
      if (last === undefined) return
      yield stringify(rows.map(toCells), { columns: [...columns], escape_formulas: true })
    }
  }
  return Readable.from(lines(), { objectMode: false, highWaterMark: BYTES_AT_ONCE })
}
