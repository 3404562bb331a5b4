import { Readable } from 'node:stream'
import { type BillingCursor, type BillingRow, listBillingRows } from '@bridge/db'
import { PUSH_STATES, type PushState } from '@bridge/domain'
import { stringify } from 'csv-stringify/sync'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { decodeCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { emptyIsAbsent, listQuery } from '../wire.ts'
import { ROW_COLUMNS, toRowBody } from './row-body.ts'

const ROWS_AT_ONCE = 2_000
const rowCursor = z.tuple([z.string().max(64), z.string().max(64), z.string().regex(/^\d{1,18}$/)])

/** What lists of billing rows may be asked. */
export const rowQuery = { ...listQuery, outcome: emptyIsAbsent(z.enum(PUSH_STATES).optional()) }

/** Which rows. */
export interface RowScope {
  period: string
  partnerId?: string | undefined
  outcome?: PushState | undefined
}

/** Whether the caller asked for a file rather than JSON. */
export function wantsCsv(request: FastifyRequest): boolean {
  return /\btext\/csv\b/i.test(request.headers.accept ?? '')
}

/** One page of rows. */
export async function pageOfRows(deps: Deps, scope: RowScope, list: { limit: number; cursor?: string | undefined }) {
  const place = decodeCursor(list.cursor, rowCursor)
  const after = place && { partnerId: place[0], companyId: place[1], pushId: place[2] }
  const rows = await listBillingRows(deps.db, { ...scope, after, limit: list.limit + 1 })
  const { data, nextCursor } = toPage(rows, list.limit, (row) => [row.partnerId, row.companyId, row.pushId])
  return { data: data.map(toRowBody), nextCursor }
}

/**
 * All rows as a CSV file, fetched as fast as the caller reads. A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front.
 */
export function sendCsv(deps: Deps, reply: FastifyReply, scope: RowScope): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="billing-${scope.period}.csv"`)
    .send(Readable.from(csvOf(deps, scope), { objectMode: false, highWaterMark: 256 * 1024 }))
}

async function* csvOf(deps: Deps, scope: RowScope): AsyncGenerator<string> {
  yield stringify([[...ROW_COLUMNS]])
  let after: BillingCursor | null = null
  for (;;) {
    const rows: BillingRow[] = await listBillingRows(deps.db, { ...scope, after, limit: ROWS_AT_ONCE })
    const last = rows.at(-1)
    if (last === undefined) return
    yield stringify(rows.map(toRowBody), { columns: [...ROW_COLUMNS], escape_formulas: true })
    after = { partnerId: last.partnerId, companyId: last.companyId, pushId: last.pushId }
  }
}
