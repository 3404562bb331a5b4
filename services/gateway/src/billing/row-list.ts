import { Readable } from 'node:stream'
import { csvHeader, csvLines } from '@bridge/breakdown'
import { type BillingCursor, listBillingRows, type SortedRow } from '@bridge/db'
import { PUSH_STATES, type PushState } from '@bridge/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { emptyIsAbsent, listQuery, pageOf } from '../wire.ts'
import { CSV_COLUMNS, rowSchema, toCsvRow, toRowBody } from './row-body.ts'
import { readRowOrder } from './row-order.ts'

const ROWS_AT_ONCE = 2_000

/** What lists of billing rows may be asked. */
export const rowQuery = { ...listQuery, outcome: emptyIsAbsent(z.enum(PUSH_STATES).optional()) }

/** The good answers of such a list. */
export const rowAnswers = {
  200: {
    description: 'A page of lines; with `Accept: text/csv` all of them as a file.',
    content: {
      'application/json': { schema: pageOf(rowSchema) },
      'text/csv': { schema: z.string() },
    },
  },
}

/** Which rows. */
export interface RowScope {
  period: string
  partnerId?: string | undefined
  outcome?: PushState | undefined
  search?: string | undefined
  latest?: boolean | undefined
}

type Order = Parameters<typeof readRowOrder>[0]

/** Answers what was asked for: one page, or, as CSV, all rows. */
export function answerRows(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  input: { scope: RowScope; order: Order; list: { limit: number; cursor?: string | undefined } },
) {
  const wantsCsv = /\btext\/csv\b/i.test(request.headers.accept ?? '')
  return wantsCsv ? sendCsv(deps, reply, input) : pageOfRows(deps, input)
}

async function pageOfRows(
  deps: Deps,
  {
    scope,
    order: asked,
    list,
  }: { scope: RowScope; order: Order; list: { limit: number; cursor?: string | undefined } },
) {
  const { order, after, placeOf } = readRowOrder(asked)
  const rows = await listBillingRows(deps.db, { ...scope, order, after: after(list.cursor), limit: list.limit + 1 })
  const { data, nextCursor } = toPage(rows, list.limit, placeOf)
  return { data: data.map(toRowBody), nextCursor }
}

/**
 * All rows as a CSV file, fetched as fast as the caller reads. A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front.
 */
function sendCsv(deps: Deps, reply: FastifyReply, input: { scope: RowScope; order: Order }): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="billing-${input.scope.period}.csv"`)
    .send(Readable.from(csvOf(deps, input), { objectMode: false, highWaterMark: 256 * 1024 }))
}

async function* csvOf(deps: Deps, { scope, order: asked }: { scope: RowScope; order: Order }): AsyncGenerator<string> {
  yield csvHeader(CSV_COLUMNS)
  const { order } = readRowOrder(asked)
  let after: BillingCursor | null = null
  for (;;) {
    const rows: SortedRow[] = await listBillingRows(deps.db, { ...scope, order, after, limit: ROWS_AT_ONCE })
    const last = rows.at(-1)
    if (last === undefined) return
    yield csvLines(CSV_COLUMNS, rows.map(toCsvRow))
    after = { value: last.sortValue, partnerId: last.partnerId, companyId: last.companyId, pushId: last.pushId }
  }
}
