import { type Kysely, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Tables } from './tables.ts'

const VENDOR_SERVICE_LOCK = 7_301_001

/** The id of our service in Gradient, if it has been found for this `lookup` (by id or by name). */
export async function vendorServiceId(db: Db, lookup: string): Promise<string | null> {
  const row = await db.selectFrom('vendor_service').select('service_id').where('lookup', '=', lookup).executeTakeFirst()
  return row?.service_id ?? null
}

/**
 * Finds the service once for the fleet: `find` is asked only if nobody has found it, and one process at a time asks, so that
 * several that start together make one. A crash between making it in Gradient and keeping its id is healed by `find` looking by name first.
 */
export async function findVendorServiceOnce(db: Db, lookup: string, find: () => Promise<string>): Promise<string> {
  const known = await vendorServiceId(db, lookup)
  if (known) return known
  return db.transaction().execute(async (tx: Kysely<Tables>) => {
    await sql`select pg_advisory_xact_lock(${VENDOR_SERVICE_LOCK})`.execute(tx)
    const foundMeanwhile = await vendorServiceId(tx, lookup)
    if (foundMeanwhile) return foundMeanwhile
    const serviceId = await find()
    await tx.insertInto('vendor_service').values({ lookup, service_id: serviceId }).execute()
    return serviceId
  })
}
