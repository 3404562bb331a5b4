import { type ActionScope, listActions, type RecordedAction } from '@bridge/db'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { sendCsv, wantsCsv } from '../csv.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { emptyIsAbsent, listQuery, momentQuery, pageOf, searchQuery, time } from '../wire.ts'

const actionSchema = z.object({
  id: z.string(),
  at: time,
  via: z.enum(['console', 'board', 'shell']),
  operator: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  reason: z.string().nullable(),
  onRows: z.record(z.string(), z.unknown()),
  before: z.unknown(),
  after: z.unknown(),
})
const COLUMNS = ['id', 'at', 'via', 'operator', 'address', 'action', 'reason', 'onRows', 'before', 'after']
const placeCursor = z.tuple([z.iso.datetime().regex(/^20/), z.string().regex(/^\d{1,18}$/)])
const word = emptyIsAbsent(z.string().max(200).optional())

/** What was done by whom, from where, why and on what: `GET /api/audit`, the newest first; with `Accept: text/csv` all of it as a file. */
export function addAuditRoute(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/api/audit',
    schema: {
      querystring: z.strictObject({
        ...listQuery,
        search: searchQuery,
        operator: word,
        action: word,
        from: momentQuery,
        to: momentQuery,
      }),
      response: {
        200: {
          content: { 'application/json': { schema: pageOf(actionSchema) }, 'text/csv': { schema: z.string() } },
        },
      },
    },
    handler: async (request, reply) => {
      const { limit, cursor, ...scope } = request.query
      if (wantsCsv(request)) return sendFile(deps, scope, reply)
      const [place, id] = decodeCursor(cursor, placeCursor) ?? []
      const before = place === undefined || id === undefined ? null : { place, id }
      const actions = await listActions(deps.db, { ...scope, before, limit: limit + 1 })
      const { data, nextCursor } = toPage(actions, limit, (action) => [action.place, action.id])
      return { data: data.map(toBody), nextCursor }
    },
  })
}

function sendFile(deps: Deps, scope: ActionScope, reply: Parameters<typeof sendCsv>[0]) {
  return sendCsv<RecordedAction>(reply, {
    filename: 'audit.csv',
    columns: COLUMNS,
    next: (before, limit) => listActions(deps.db, { ...scope, before: before ?? null, limit }),
    toCells: (action) => {
      const body = toBody(action)
      const json = (value: unknown) => (value === null ? '' : JSON.stringify(value))
      return { ...body, onRows: json(body.onRows), before: json(body.before), after: json(body.after) }
    },
  })
}

function toBody(action: RecordedAction): z.output<typeof actionSchema> {
  const { operatorId: _, operatorName: operator, place: __, at, ...rest } = action
  return { ...rest, operator, at: at.toISOString() }
}
