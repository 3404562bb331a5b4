import type { PushState } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { RetryRefusal, RetryScope } from './scope.ts'

/** A retry as people see it. */
export interface RetryView {
  id: string
  scope: RetryScope
  reason: string
  askedBy: string
  askedAt: Date
  finishedAt: Date | null
  stoppedAt: Date | null
  stoppedBy: string | null
  stopReason: string | null
  /** How many were going to be sent when it was ordered. */
  total: number
  /** Of these, how many need nothing more: they have an outcome, were refused after all, or were stopped before their turn. */
  done: number
  /** How many have not had their turn. */
  waiting: number
  /** How many wait or are being sent. */
  underWay: number
  stopped: number
  /** What became of those that were sent. */
  outcomes: Partial<Record<PushState, number>>
  /** Not sent: when it was ordered, and when their turn came. */
  refused: { why: RetryRefusal; count: number; whenOrdered: boolean }[]
}

type Row = Omit<RetryView, 'total' | 'done' | 'waiting' | 'underWay' | 'stopped' | 'outcomes' | 'refused'> & {
  cursor: string
  items: { state: string; outcome: PushState | null; why: RetryRefusal | null; whenOrdered: boolean; count: number }[]
}

/** One retry, if it is known. */
export async function getRetry(db: Db, id: string): Promise<RetryView | undefined> {
  const rows = await read(db, sql`where r.id = ${id}`)
  return rows[0] && toView(rows[0])
}

/** The place of a retry in the list: its moment (ISO 8601, to the microsecond) and its id. */
export interface RetryCursor {
  askedAt: string
  id: string
}

/** Retries, the newest first, those after `after`; each with the cursor that follows it. */
export async function listRetries(
  db: Db,
  input: { after: RetryCursor | null; limit: number },
): Promise<{ retry: RetryView; cursor: RetryCursor }[]> {
  const { after, limit } = input
  const where = after ? sql`where (r.asked_at, r.id) < (${after.askedAt}::timestamptz, ${after.id}::uuid)` : sql``
  const rows = await read(db, sql`${where} order by r.asked_at desc, r.id desc limit ${limit}`)
  return rows.map((row) => ({ retry: toView(row), cursor: { askedAt: row.cursor, id: row.id } }))
}

/** A released one that has ended counts as such before the scheduler has noted it. They are few at a time: of the others no push is looked at. */
async function read(db: Db, which: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.id, r.scope, r.reason, r.asked_by as "askedBy", r.asked_at as "askedAt", r.finished_at as "finishedAt", r.stopped_at as "stoppedAt",
      r.stopped_by as "stoppedBy", r.stop_reason as "stopReason",
      to_char(r.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor,
      (select coalesce(jsonb_agg(g), '[]') from (
        select i.state, i.outcome, i.why, i.released_at is null as "whenOrdered", count(*) as count
        from retry_item i where i.retry_id = r.id and i.state <> 'released' group by 1, 2, 3, 4
        union all
        select k.state, case when k.state = 'settled' then k.outcome end, null, false, count(*) from (
          select p.outcome, case when p.outcome in ('waiting', 'sending') then 'released' else 'settled' end as state
          from retry_item i join push p on p.id = i.push_id where i.retry_id = r.id and i.state = 'released') k
        group by 1, 2) g) as items
    from retry r ${which}`.execute(db)
  return rows
}

function toView({ cursor: _, items, ...row }: Row): RetryView {
  const count = (is: (item: Row['items'][number]) => boolean) =>
    items.filter(is).reduce((sum, item) => sum + item.count, 0)
  const total = count(({ state, whenOrdered }) => state !== 'refused' || !whenOrdered)
  const waiting = count(({ state }) => state === 'waiting')
  const underWay = count(({ state }) => state === 'released')
  const outcomes: RetryView['outcomes'] = {}
  for (const { state, outcome, count: pushes } of items) {
    if (state === 'settled' && outcome) outcomes[outcome] = (outcomes[outcome] ?? 0) + pushes
  }
  const refused = items
    .flatMap(({ why, whenOrdered, count: pushes }) => (why === null ? [] : [{ why, count: pushes, whenOrdered }]))
    .sort((a, b) => b.count - a.count || a.why.localeCompare(b.why))
  const stopped = count(({ state }) => state === 'stopped')
  return { ...row, total, waiting, underWay, stopped, done: total - waiting - underWay, outcomes, refused }
}
