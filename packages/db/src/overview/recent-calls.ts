import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** The fleet's calls to Gradient of the last moments, as the workers have recorded them. */
export interface RecentCalls {
  windowMs: number
  /** Calls of every kind that ended within the window, per second: what the request budget is spent on. */
  callsPerSecond: number
  /** Of these, those for counts, and those that Gradient took. */
  countsPerSecond: number
  acceptedPerSecond: number
  /** The last call that ended. */
  lastAt: Date | null
  lastStatus: number | null
  lastReason: string | null
  /** Of the last calls within ten minutes, at most a hundred: how many there were, how many got no usable answer, and the commonest reason. */
  looked: number
  unanswered: number
  commonestReason: string | null
}

/** What the fleet makes at most in the window, several times over; so the table's end is read and no more. */
const NEWEST = 5_000

/** Reads the end of the attempts: the rate of the last `windowMs`, and how Gradient answers. */
export async function recentCalls(db: Db, windowMs = 20_000): Promise<RecentCalls> {
  const { rows } = await sql<Omit<RecentCalls, 'windowMs'>>`
    with newest as materialized (
      select id, call, finished_at, http_status, reason from attempt order by id desc limit ${NEWEST}
    ), recent as (
      select * from newest where finished_at > now() - ${windowMs}::double precision * interval '1 millisecond'
    ), looked as (
      select * from newest where finished_at > now() - interval '10 minutes' order by id desc limit 100
    ), last as (
      select * from newest order by finished_at desc limit 1
    )
    select (select count(*) from recent) * 1000.0::double precision / ${windowMs} as "callsPerSecond",
      (select count(*) from recent where call = 'count') * 1000.0::double precision / ${windowMs} as "countsPerSecond",
      (select count(*) from recent where call = 'count' and http_status between 200 and 299 and reason is null)
        * 1000.0::double precision / ${windowMs} as "acceptedPerSecond",
      last.finished_at as "lastAt", last.http_status as "lastStatus", last.reason as "lastReason",
      (select count(*)::integer from looked) as looked,
      (select count(*)::integer from looked where reason in ('unavailable', 'timeout', 'network', 'unreadable_answer')) as unanswered,
      (select mode() within group (order by reason) from looked where reason is not null) as "commonestReason"
    from (select 1) one left join last on true`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the recent calls could not be counted')
  return { windowMs, ...row }
}
