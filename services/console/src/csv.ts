import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import type { FastifyReply, FastifyRequest } from 'fastify'

const AT_ONCE = 1_000
const BYTES_AT_ONCE = 256 * 1024

/** Whether a list is asked for as a file. */
export function wantsCsv(request: FastifyRequest): boolean {
  return /\btext\/csv\b/i.test(request.headers.accept ?? '')
}

/**
 * Sends a whole list as a CSV file, a page after the other as fast as the caller reads. `next` answers the rows after one of them (`undefined`:
 * the first ones), at most so many. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
 */
export function sendCsv<Row>(
  reply: FastifyReply,
  list: {
    filename: string
    columns: readonly string[]
    next(after: Row | undefined, limit: number): Promise<Row[]>
    toCells(row: Row): Record<string, unknown>
  },
): FastifyReply {
  async function* lines(): AsyncGenerator<string> {
    yield stringify([[...list.columns]])
    for (let last: Row | undefined; ; ) {
      const rows = await list.next(last, AT_ONCE)
      last = rows.at(-1)
      if (last === undefined) return
      yield stringify(rows.map(list.toCells), { columns: [...list.columns], escape_formulas: true })
    }
  }
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${list.filename}"`)
    .send(Readable.from(lines(), { objectMode: false, highWaterMark: BYTES_AT_ONCE }))
}
