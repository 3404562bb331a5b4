import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'

/** What a stop is of: every call, those for accounts, those for counts, or all calls with one partner's key. */
export type PauseScope = 'all' | 'accounts' | 'billing' | { partnerId: string }

/** A stop, as people see it. */
export interface Pause {
  id: string
  scope: PauseScope
  /** `operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`. */
  reason: string
  detail: string
  pausedBy: string
  pausedAt: Date
  resumedAt: Date | null
  resumedBy: string | null
  resumeReason: string | null
}

/** Which calls ask. A call that is for neither accounts nor counts (`any`: a probe of a key, a farewell) heeds the stops of all and of its partner. */
type Calls = 'accounts' | 'billing' | 'any'

/**
 * The condition that no stop holds these calls of the partner in this column. Both its parts are looked up once for a statement, not once for
 * a row: the partners that are stopped are few.
 */
export function notPaused(calls: Calls, partnerId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`${allGoOn(calls)} and ${partnerId} <> all(array(select partner_id from sending_pause where resumed_at is null and scope = 'partner'))`
}

/** The condition that no stop holds these calls of everybody. */
export function allGoOn(calls: Calls): RawBuilder<boolean> {
  return sql`not exists (select from sending_pause where resumed_at is null and scope in ('all', ${calls === 'any' ? 'all' : calls}))`
}

/**
 * Stops what is in the scope, everything where none is given, until somebody resumes it. Calls that are under way end. A second stop of the same
 * scope for the same reason changes nothing; answers whether this one did it.
 */
export async function pauseSending(
  db: Db,
  input: { reason: string; detail: string; by: string; scope?: PauseScope },
): Promise<boolean> {
  return (await openNewPause(db, input)) !== null
}

/** As `pauseSending`; answers the stop that it made, or `null`. */
export async function openNewPause(
  db: Db,
  input: { reason: string; detail: string; by: string; scope?: PauseScope },
): Promise<Pause | null> {
  const { scope = 'all', reason, detail, by } = input
  const partnerId = typeof scope === 'object' ? scope.partnerId : null
  const { rows } = await sql<PauseRow>`
    insert into sending_pause (scope, partner_id, reason, detail, paused_by)
    values (${typeof scope === 'object' ? 'partner' : scope}, ${partnerId}, ${reason}, ${detail}, ${by})
    on conflict do nothing
    returning ${columns}`.execute(db)
  return rows[0] ? toPause(rows[0]) : null
}

/** Lifts every stop of everything; those of a part or a partner stay. Answers whether there was one. */
export async function resumeSending(db: Db, by: string): Promise<boolean> {
  const result = await db
    .updateTable('sending_pause')
    .set({ resumed_at: sql<Date>`now()`, resumed_by: by })
    .where('resumed_at', 'is', null)
    .where('scope', '=', 'all')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Lifts one stop. Answers it as it stands then, `null` where there is none of this id, or it was lifted already. */
export async function liftPause(db: Db, input: { id: string; by: string; reason: string }): Promise<Pause | null> {
  const { rows } = await sql<PauseRow>`
    update sending_pause set resumed_at = now(), resumed_by = ${input.by}, resume_reason = ${input.reason}
    where id = ${input.id} and resumed_at is null
    returning ${columns}`.execute(db)
  return rows[0] ? toPause(rows[0]) : null
}

/** The stop of everything that holds now, if one does: one that the system made by itself before one of an operator's. */
export async function openPause(db: Db) {
  return db
    .selectFrom('sending_pause')
    .selectAll()
    .where('resumed_at', 'is', null)
    .where('scope', '=', 'all')
    .orderBy(sql`reason = 'operator'`)
    .orderBy('paused_at')
    .executeTakeFirst()
}

/** Whether a stop holds these calls of a partner. */
export async function isPaused(db: Db, input: { partnerId: string; calls: Calls }): Promise<boolean> {
  const { rows } = await sql<{ goesOn: boolean }>`
    select ${notPaused(input.calls, sql`${input.partnerId}::text`)} as "goesOn"`.execute(db)
  return rows[0]?.goesOn !== true
}

/** Every stop that holds now, those of everything first. */
export async function listOpenPauses(db: Db): Promise<Pause[]> {
  const { rows } = await sql<PauseRow>`
    select ${columns} from sending_pause where resumed_at is null
    order by array_position(array['all', 'billing', 'accounts', 'partner'], scope), paused_at, id`.execute(db)
  return rows.map(toPause)
}

type PauseRow = Omit<Pause, 'scope'> & { scope: 'all' | 'accounts' | 'billing' | 'partner'; partnerId: string | null }

const columns = sql`id, scope, partner_id as "partnerId", reason, detail, paused_by as "pausedBy", paused_at as "pausedAt",
  resumed_at as "resumedAt", resumed_by as "resumedBy", resume_reason as "resumeReason"`

function toPause({ scope, partnerId, ...row }: PauseRow): Pause {
  return { ...row, scope: scope === 'partner' ? { partnerId: partnerId ?? '' } : scope }
}
