import { type PreviewCursor, type PreviewOrder, type PreviewRow, previewBilling } from '@bridge/db'
import { idSchema, periodAt } from '@bridge/domain'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { decodeCursor, nameValue, numberValue, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { problems } from '../problem.ts'
import {
  accountSchema,
  emptyIsAbsent,
  listQuery,
  longCursorQuery,
  orderQuery,
  pageOf,
  partnerParams,
  searchQuery,
  timeOrNull,
} from '../wire.ts'

const previewRowSchema = z
  .object({
    companyId: z.string(),
    companyName: z.string(),
    unitCount: z.int().nullable().meta({ description: 'Null: nothing is reported, so nothing would be sent.' }),
    revision: z.int(),
    reportedAt: timeOrNull,
    willBeSent: z.enum(['usage', 'final_zero', 'no_usage']).meta({
      description:
        '`final_zero`: the one 0 that ends an archived company. `no_usage`: nothing, for nothing is reported.',
    }),
    account: accountSchema,
  })
  .meta({ id: 'BillingPreviewRow' })

const previewSchema = z
  .object({
    period: z.string(),
    totals: z
      .object({ companies: z.int(), billableUsers: z.int(), withUsage: z.int(), noUsage: z.int(), finalZeros: z.int() })
      .meta({ description: 'Of the whole preview, whatever is searched.' }),
    ...pageOf(previewRowSchema).shape,
  })
  .meta({ id: 'BillingPreview' })

/** What would be sent for the month that is running. */
export function addPreviewRoute(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/partners/:partnerId/billing-preview',
    config: { portal: 'own' },
    schema: {
      tags: ['Billing'],
      summary: 'What would be sent for the month that is running',
      description:
        'With what is reported by now, by the rule of a run. For a partner that is not connected: what would be sent if it connected.',
      params: partnerParams,
      querystring: z.strictObject({
        ...listQuery,
        cursor: longCursorQuery,
        search: searchQuery,
        sort: emptyIsAbsent(z.enum(['company', 'unitCount']).optional()).meta({
          description: 'By company id where it is left out. `company`: by name.',
        }),
        order: orderQuery,
      }),
      response: { 200: previewSchema, ...problems(404) },
    },
    handler: async (request) => {
      const { partnerId } = request.params
      await partnerOrThrow(deps, partnerId)
      const { limit, cursor, search, ...asked } = request.query
      const { order, after, placeOf } = readPreviewOrder(asked)
      const period = periodAt(deps.clock.now(), deps.calendar.timeZone)
      const place = after(cursor)
      const preview = await previewBilling(deps.db, {
        partnerId,
        period,
        search,
        order,
        after: place,
        limit: limit + 1,
      })
      const { data, nextCursor } = toPage(preview.rows, limit, placeOf)
      return { period, totals: preview.totals, data: data.map(toBody), nextCursor }
    },
  })
}

const SORTS = { company: 'companyName', unitCount: 'unitCount' } as const satisfies Record<string, PreviewOrder['by']>
const VALUES: Record<PreviewOrder['by'], z.ZodType<string | null>> = {
  companyId: z.null(),
  companyName: nameValue,
  unitCount: numberValue,
}

/** The order that was asked for, and how a cursor of it is read and written: one of another order is not. */
function readPreviewOrder(query: { sort?: keyof typeof SORTS | undefined; order?: 'asc' | 'desc' | undefined }) {
  const order: PreviewOrder = { by: query.sort ? SORTS[query.sort] : 'companyId', descending: query.order === 'desc' }
  const name = `preview ${order.by} ${order.descending ? 'desc' : 'asc'}`
  const schema = z.tuple([z.literal(name), VALUES[order.by], idSchema])
  return {
    order,
    after(cursor: string | undefined): PreviewCursor | null {
      const place = decodeCursor(cursor, schema)
      return place && { value: place[1], companyId: place[2] }
    },
    placeOf: (row: PreviewRow & { sortValue: string | null }) => [name, row.sortValue, row.companyId],
  }
}

function toBody(row: PreviewRow): z.output<typeof previewRowSchema> {
  return {
    companyId: row.companyId,
    companyName: row.companyName,
    unitCount: row.unitCount,
    revision: row.revision,
    reportedAt: row.reportedAt?.toISOString() ?? null,
    willBeSent: row.willBeSent,
    account: {
      state: row.accountState,
      reason: row.accountReason,
      updatedAt: row.accountUpdatedAt?.toISOString() ?? null,
    },
  }
}
