import type { BillingCursor, RowOrder, RowSort, SortedRow } from '@bridge/db'
import { idSchema, PUSH_STATES } from '@bridge/domain'
import { z } from 'zod'
import { decodeCursor, nameValue, numberValue, timeValue } from '../cursor.ts'
import { emptyIsAbsent, longCursorQuery, orderQuery } from '../wire.ts'

/** The orders of a partner's lines; `companyId` is the one that needs no asking. */
const SORTS = {
  company: 'companyName',
  unitCount: 'unitCount',
  outcome: 'outcome',
  settledAt: 'settledAt',
} as const satisfies Record<string, RowSort>

/** What a partner's lines may be sorted by. */
export const rowOrderQuery = {
  cursor: longCursorQuery,
  sort: emptyIsAbsent(
    z
      .enum(['company', 'unitCount', 'outcome', 'settledAt'])
      .optional()
      .meta({
        description: `By company id where it is left out. \`company\`: by name. \`outcome\`: in the order ${PUSH_STATES.join(', ')}. Lines without a value come last in both orders.`,
      }),
  ),
  order: orderQuery,
}

const VALUES: Record<RowSort, z.ZodType<string | null>> = {
  companyId: z.null(),
  companyName: nameValue,
  unitCount: numberValue,
  outcome: z.enum(PUSH_STATES),
  settledAt: timeValue,
}

const pushId = z.string().regex(/^\d{1,18}$/)
const idsCursor = z.tuple([idSchema, idSchema, pushId])

/** The order that was asked for, and how a cursor of it is read and written: one of another order is not. */
export function readRowOrder(query: { sort?: keyof typeof SORTS | undefined; order?: 'asc' | 'desc' | undefined }) {
  const order: RowOrder = { by: query.sort ? SORTS[query.sort] : 'companyId', descending: query.order === 'desc' }
  if (order.by === 'companyId' && !order.descending) {
    return {
      order,
      after(cursor: string | undefined): BillingCursor | null {
        const place = decodeCursor(cursor, idsCursor)
        return place && { partnerId: place[0], companyId: place[1], pushId: place[2] }
      },
      placeOf: (row: SortedRow) => [row.partnerId, row.companyId, row.pushId],
    }
  }
  const name = `${order.by} ${order.descending ? 'desc' : 'asc'}`
  const schema = z.tuple([z.literal(name), VALUES[order.by], idSchema, idSchema, pushId])
  return {
    order,
    after(cursor: string | undefined): BillingCursor | null {
      const place = decodeCursor(cursor, schema)
      return place && { value: place[1], partnerId: place[2], companyId: place[3], pushId: place[4] }
    },
    placeOf: (row: SortedRow) => [name, row.sortValue, row.partnerId, row.companyId, row.pushId],
  }
}
