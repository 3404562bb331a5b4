import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { notPaused } from '../pauses.ts'

/** Since when work has been due that can be done now; null where there is none. */
export interface OldestDue {
  pushAt: Date | null
  syncAt: Date | null
  mailAt: Date | null
}

/** What can be done and is due longest, of each kind. What waits for a key or is stopped is not asked for. Looks once at each connection. */
export async function oldestDue(db: Db): Promise<OldestDue> {
  const callable = sql`c.status in ('pending', 'active') and c.key_in_doubt_since is null`
  const { rows } = await sql<OldestDue>`
    select (
        select min(d.due_at) from connection c
        cross join lateral (
          select p.due_at from push p where p.connection_id = c.id and p.outcome = 'waiting' order by p.due_at limit 1) d
        where ${callable} and d.due_at <= now() and ${notPaused('billing', sql`c.partner_id`)}) as "pushAt",
      (
        select min(s.due_at) from account_sync s join connection c on c.id = s.connection_id
        where s.status = 'queued' and s.due_at <= now() and ${callable} and ${notPaused('accounts', sql`c.partner_id`)}) as "syncAt",
      (select min(due_at) from mail where status = 'waiting' and due_at <= now()) as "mailAt"`.execute(db)
  return rows[0] ?? { pushAt: null, syncAt: null, mailAt: null }
}

/** How many connections there are in each state. */
export async function countConnections(
  db: Db,
): Promise<Record<'pending' | 'active' | 'needs_key' | 'disconnected', number>> {
  const { rows } = await sql<{ status: string; connections: number }>`
    select status, count(*)::integer as connections from connection group by status`.execute(db)
  const of = (status: string) => rows.find((row) => row.status === status)?.connections ?? 0
  return { pending: of('pending'), active: of('active'), needs_key: of('needs_key'), disconnected: of('disconnected') }
}
