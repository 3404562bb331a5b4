import type { PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'
import { type HeldBy, pushHeldBy } from './held-by.ts'
import { companiesLookedFor } from './looked-for.ts'

/** One company's line in a run, as operators see it. */
export interface RunPush {
  pushId: string
  connectionId: string
  partnerId: string
  partnerName: string
  companyId: string
  companyName: string
  period: string
  unitCount: number | null
  revision: number
  outcome: PushState
  heldBy: HeldBy | null
  attempts: number
  lastStatus: number | null
  lastReason: string | null
  lastError: string | null
  causeId: string | null
  /** When the last call that failed ended. */
  failedAt: Date | null
  dueAt: Date
  settledAt: Date | null
}

/** Which lines of a period. */
export interface RunPushFilter {
  period: string
  partnerId?: string | undefined
  outcome?: PushState | undefined
  causeId?: string | undefined
  /** Stands in the company's name or the partner's, or its id begins with it. */
  search?: string | undefined
}

/** The place of a line in the list. */
export interface RunPushCursor {
  partnerId: string
  companyId: string
  pushId: string
}

/** Lines of a period by partner and company, those after `after`. */
export async function listRunPushes(
  db: Db,
  input: RunPushFilter & { after: RunPushCursor | null; limit: number },
): Promise<RunPush[]> {
  const { period, partnerId, outcome, causeId, search, after, limit } = input
  const looked = search === undefined ? sql`` : sql`looked_for as materialized (${companiesLookedFor(search)}),`
  const conditions: RawBuilder<unknown>[] = [
    sql`p.period = ${period}`,
    ...(partnerId === undefined ? [] : [sql`p.partner_id = ${partnerId}`]),
    ...(outcome === undefined ? [] : [sql`p.outcome = ${outcome}`]),
    ...(causeId === undefined ? [] : [sql`p.cause_id = ${causeId}`]),
    ...(search === undefined ? [] : [sql`(p.partner_id, p.company_id) in (select partner_id, id from looked_for)`]),
    ...(after === null
      ? []
      : [sql`(p.partner_id, p.company_id, p.id) > (${after.partnerId}, ${after.companyId}, ${after.pushId}::bigint)`]),
  ]
  // Chosen first, from the push alone: so an index gives the order, and names are looked up for one page only.
  const { rows } = await sql<RunPush>`
    with ${looked} chosen as materialized (
      select p.* from push p where ${sql.join(conditions, sql` and `)}
      order by p.partner_id, p.company_id, p.id limit ${limit})
    select ${runPushColumns} from chosen p ${runPushJoins}
    order by p.partner_id, p.company_id, p.id`.execute(db)
  return rows
}

/** The columns of `RunPush`, of what `runPushJoins` joins. */
export const runPushColumns = sql`
  p.id as "pushId", p.connection_id as "connectionId", p.partner_id as "partnerId", pa.name as "partnerName", p.company_id as "companyId",
  co.name as "companyName", p.period, p.unit_count as "unitCount", p.revision, p.outcome, ${pushHeldBy} as "heldBy", p.attempts,
  p.last_status as "lastStatus", p.last_reason as "lastReason", p.last_error as "lastError", p.cause_id as "causeId",
  p.failed_at as "failedAt", p.due_at as "dueAt", p.settled_at as "settledAt"`

export const runPushJoins = sql`
  join connection c on c.id = p.connection_id
  join partner pa on pa.id = p.partner_id
  join company co on co.partner_id = p.partner_id and co.id = p.company_id`
