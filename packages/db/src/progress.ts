import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * Whether counts are due and nobody sends: the progress of the fleet, which a pulse does not show. Answers what is wrong, in words.
 * Work that waits for a key, for an operator, or that was tried a moment ago is not stuck.
 */
export async function billingProgressProblem(db: Db, stuckAfterMs: number): Promise<string | undefined> {
  return problemOf(
    db,
    sql`
      select p.due_at from push p join connection c on c.id = p.connection_id
      where p.outcome = 'waiting' and c.status in ('pending', 'active')`,
    sql`push_id is not null`,
    stuckAfterMs,
    'counts are due and nobody sends them',
  )
}

/** The same for accounts. */
export async function accountProgressProblem(db: Db, stuckAfterMs: number): Promise<string | undefined> {
  return problemOf(
    db,
    sql`
      select s.due_at from account_sync s join connection c on c.id = s.connection_id
      where s.status = 'queued' and c.status in ('pending', 'active')`,
    sql`sync_id is not null`,
    stuckAfterMs,
    'accounts are due and nobody syncs them',
  )
}

async function problemOf(
  db: Db,
  due: ReturnType<typeof sql>,
  kind: ReturnType<typeof sql>,
  stuckAfterMs: number,
  words: string,
): Promise<string | undefined> {
  const since = sql`now() - ${stuckAfterMs}::double precision * interval '1 millisecond'`
  const { rows } = await sql<{ stuck: boolean }>`
    select exists (select from (${due}) d where d.due_at < ${since})
      and not exists (select from sending_pause where resumed_at is null)
      and not exists (select from (select finished_at from attempt where ${kind} order by id desc limit 1) a where a.finished_at > ${since})
      as stuck`.execute(db)
  return rows[0]?.stuck ? words : undefined
}
