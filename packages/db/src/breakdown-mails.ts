import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from './connect.ts'
import { keysAsTable, nothingOpen, type PartnerRunKey } from './ledger/finish.ts'
import type { NudgedMail } from './mails.ts'
import { planWithout } from './plan-without.ts'

/**
 * Makes the breakdown mail of each partner whose part in a run is one of these, if it is over and has none of that run: no count of it waits or is being sent,
 * and no view waits to be rebuilt that can be. A partner does not wait for the others of its run; one whose counts wait for a new key has its mail when
 * they have gone. Twice is once (`mail_breakdown_once`). Answers the mails that it made.
 */
export async function openBreakdownMails(db: Db, keys: PartnerRunKey[]): Promise<NudgedMail[]> {
  const theirs = sql`${keysAsTable(keys)} cross join lateral (
    select c.*, k.period as asked_period from connection c where c.id = k.connection_id offset 0) c`
  return insertMails(db, { connections: theirs, scope: sql`part.period = c.asked_period` })
}

/**
 * The same of every partner, in an open transaction, and by indexes alone: where Postgres takes the mails for few it compared each partner with all of them, for 10,000 partners 3 s instead of
 * 0.1, and a worker that was to open a mail which this one had just made waited for as long.
 */
export async function sweepBreakdownMails(tx: Tx): Promise<NudgedMail[]> {
  await planWithout(tx, 'seqscan')
  return insertMails(tx, { connections: sql`connection c`, scope: sql`true` })
}

/**
 * A partner has a part in the run that billed it first, and in every one that was requested since, for it or for all. Only the newest period of a
 * live connection is looked at, from the connections on, so that old months cost nothing.
 *
 * In one order, whoever makes them: two that are to make the same mails wait for each other's first, and not the one for the other's.
 */
async function insertMails(
  db: Db,
  { connections, scope }: { connections: RawBuilder<unknown>; scope: RawBuilder<unknown> },
): Promise<NudgedMail[]> {
  const { rows } = await sql<NudgedMail>`
    insert into mail (kind, partner_id, connection_id, run_id, period)
    select 'breakdown', c.partner_id, c.id, run.id, part.period
    from ${connections}
    join lateral (select * from partner_run where connection_id = c.id order by period desc limit 1) part on true
    join billing_run billed on billed.id = part.run_id
    join lateral (
      select billed.id, billed.planned_at, billed.missed_at
      union
      select r.id, r.planned_at, r.missed_at from billing_run r
      where r.period = part.period and r.partner_id = c.partner_id and r.kind = 'requested' and r.started_at >= billed.started_at
      union
      select r.id, r.planned_at, r.missed_at from billing_run r
      where r.period = part.period and r.partner_id is null and r.kind = 'requested' and r.started_at >= billed.started_at
    ) run on run.planned_at is not null and run.missed_at is null
    where c.status <> 'disconnected'
      and ${scope}
      and not exists (select from mail m where m.kind = 'breakdown' and m.connection_id = c.id and m.run_id = run.id)
      and ${nothingOpen(sql`part`)}
      and not (part.rebuild_due and (part.rebuild_after is null or part.rebuild_after <= now()) and c.status in ('pending', 'active')
        and exists (select from push taken
          where taken.connection_id = c.id and taken.partner_id = c.partner_id and taken.period = part.period and taken.outcome = 'accepted'))
    order by c.id, run.id
    on conflict do nothing
    returning id, nudge`.execute(db)
  return rows
}
