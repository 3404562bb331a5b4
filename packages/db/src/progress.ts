import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { allGoOn, notPaused } from './pauses.ts'

/** Work that is due for longer, while nobody did any, is a fleet that has stopped. Who asks every ten seconds knows within thirty. */
const STUCK_AFTER_MS = 20_000

const since = (stuckAfterMs: number) => sql`now() - ${stuckAfterMs}::double precision * interval '1 millisecond'`

/** Connections that can be called; one whose key is being judged is given the time for that. `is true` keeps it one hashed list, not a join. */
const callable = (calls: 'accounts' | 'billing', stuckAfterMs: number) => sql`(select c.id from connection c
  where c.status in ('pending', 'active') and (c.key_in_doubt_since is null or c.key_in_doubt_since < ${since(stuckAfterMs)})
    and ${notPaused(calls, sql`c.partner_id`)})`

/** Whether a call of this kind ended lately. It looks at no more of the last calls than the fleet makes in twice that time. */
const wentOn = (call: 'push_id' | 'sync_id', stuckAfterMs: number) => sql`exists (
  select from (select finished_at, ${sql.ref(call)} as called_for from attempt order by id desc limit 5000) a
  where a.called_for is not null and a.finished_at > ${since(stuckAfterMs)})`

/**
 * Whether counts are due and nobody sends: the progress of the fleet, which a pulse does not show. Answers what is wrong and what to do, in words.
 * Work that waits for a key, for an operator, or that was tried a moment ago is not stuck; a claim that ran out and that nobody
 * released always is.
 *
 * The waiting pushes are looked through only when nothing was sent lately: that takes milliseconds while a run goes on, and half a
 * second at a million of them that are not due. `order by` holds Postgres to the index of what waits, whatever it believes of the table.
 */
export async function billingProgressProblem(db: Db, stuckAfterMs = STUCK_AFTER_MS): Promise<string | undefined> {
  const { rows } = await sql<{ problem: 'lost' | 'stuck' | null }>`
    select case
      when exists (select from push where outcome = 'sending' and claimed_until < ${since(stuckAfterMs)}) then 'lost'
      when not ${allGoOn('billing')} then null
      when ${wentOn('push_id', stuckAfterMs)} then null
      when (select true from push p
        where p.outcome = 'waiting' and p.due_at < ${since(stuckAfterMs)} and (p.connection_id in ${callable('billing', stuckAfterMs)}) is true
        order by p.turn, p.id limit 1) then 'stuck'
    end as problem`.execute(db)
  const seconds = Math.round(stuckAfterMs / 1_000)
  switch (rows[0]?.problem) {
    case 'lost':
      return `Counts were taken by a worker that is gone, and for over ${seconds} s nobody has taken them up: is a scheduler running, and does it reach Postgres? Its log says why not`
    case 'stuck':
      return `Counts have been due for over ${seconds} s and no call for one has ended meanwhile: is a billing worker running, does it reach Redis and Gradient? Its log says what it waits for`
    default:
      return undefined
  }
}

/** The same for accounts. */
export async function accountProgressProblem(db: Db, stuckAfterMs = STUCK_AFTER_MS): Promise<string | undefined> {
  const { rows } = await sql<{ stuck: boolean | null }>`
    select case
      when not ${allGoOn('accounts')} then false
      when exists (select from account_sync s
        where s.status in ('queued', 'running') and greatest(s.due_at, s.claimed_until) < ${since(stuckAfterMs)}
          and (s.connection_id in ${callable('accounts', stuckAfterMs)}) is true)
      then not ${wentOn('sync_id', stuckAfterMs)}
    end as stuck`.execute(db)
  if (!rows[0]?.stuck) return undefined
  return `Accounts have been due for over ${Math.round(stuckAfterMs / 1_000)} s and nobody syncs them: is an account worker running, does it reach Redis and Gradient? Its log says what it waits for`
}

/** The monthly run that the calendar owes at this moment. */
export interface OwedRun {
  period: string
  tickAt: Date
}

/**
 * Whether a run should have begun and nobody has begun it: one that was ordered and is not planned, or the monthly one, which is
 * absent although a partner was connected at its tick. `now` is the process's clock, which the calendar goes by.
 */
export async function runProgressProblem(
  db: Db,
  input: { owed: OwedRun; now: Date; stuckAfterMs?: number },
): Promise<string | undefined> {
  const { owed, now, stuckAfterMs = STUCK_AFTER_MS } = input
  const isDue = now.getTime() - owed.tickAt.getTime() > stuckAfterMs
  const { rows } = await sql<{ unplanned: string | null; absent: boolean }>`
    select (select r.period from billing_run r
        where r.planned_at is null and r.finished_at is null and r.started_at < ${since(stuckAfterMs)}
        order by r.started_at limit 1) as unplanned,
      ${isDue}::boolean
        and not exists (select from billing_run r
          where r.period = ${owed.period} and (r.kind in ('scheduled', 'catch_up') or (r.finished_at is null and r.partner_id is null)))
        and exists (select from connection c
          where c.connected_at <= ${owed.tickAt} and (c.disconnected_at is null or c.disconnected_at > ${owed.tickAt})) as absent`.execute(
    db,
  )
  const { unplanned, absent } = rows[0] ?? {}
  if (absent)
    return `The run of ${owed.period} has been due since ${owed.tickAt.toISOString()} and has not begun: is a scheduler running, and does it reach Postgres?`
  if (unplanned)
    return `A run of ${unplanned} was ordered over ${Math.round(stuckAfterMs / 1_000)} s ago and is not planned: is a scheduler running, and does it reach Postgres?`
  return undefined
}
