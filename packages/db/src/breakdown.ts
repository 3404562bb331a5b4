import { type BillingRow, listBillingRows } from './billing-rows.ts'
import type { Db } from './connect.ts'

/** More than any partner has. */
const ALL = 1_000_000

/** All lines of a partner's period, each company once, by name: as they stand in one moment, so that their sums agree. */
export async function readBreakdown(
  db: Db,
  { partnerId, period }: { partnerId: string; period: string },
): Promise<BillingRow[]> {
  const order = { by: 'companyName', descending: false } as const
  return listBillingRows(db, { period, partnerId, latest: true, order, after: null, limit: ALL })
}
