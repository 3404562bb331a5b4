import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { hasNewerPeriod } from '../newer-period.ts'
import { retryOnDeadlock } from '../retry-on-deadlock.ts'
import type { NudgedPush } from './revise.ts'

/**
 * Sets pushes waiting again whose claim ran out: their worker is gone, or stopped. Its call is lost sight of, and may still reach
 * Gradient; that is kept (`lost_call`), so that no number stands there that came after the right one. Answers what waits now.
 */
export async function releaseLostClaims(db: Db): Promise<NudgedPush[]> {
  const { rows } = await sql<NudgedPush>`
    with ran_out as (
      select id, claim_token from push
      where outcome = 'sending' and claimed_until < now()
      for update skip locked
    ), released as (
      update push p set outcome = 'waiting', claim_token = null, claimed_by = null, claimed_until = null,
        nudge = p.nudge + 1, due_at = now()
      from ran_out r where p.id = r.id and p.outcome = 'sending'
      returning p.id, p.nudge, p.connection_id, p.company_id, p.unit_count, r.claim_token
    ), lost as (
      insert into lost_call (claim_token, connection_id, company_id, push_id, unit_count)
      select claim_token, connection_id, company_id, id, unit_count from released
      on conflict do nothing
    )
    select id, nudge, connection_id as "connectionId" from released`.execute(db)
  return rows
}

/**
 * Sends a company's number once more where a lost call with another number may have come after it. A lost call is over when its
 * worker came back with the answer, or `lostCallMs` after it was lost. Numbers carry no period and no revision in Gradient, so what
 * arrives last stands (gradient-api.md, "What a count means"): only a call that begins after the lost one is over can be last for certain.
 * A lost call with the same number does no harm. One of an earlier connection counts as well: Gradient's account may be the same.
 * A push that waits as the last call of its run is made an ordinary one, which does not end before Gradient took it. Answers the pushes
 * that are to be sent again.
 */
export async function confirmLostCalls(db: Db, input: { lostCallMs: number }): Promise<NudgedPush[]> {
  return retryOnDeadlock(() =>
    db.transaction().execute(async (tx) => {
      const { rows: ended } = await sql<{ claimToken: string }>`
      select claim_token as "claimToken" from lost_call
      where resolved_at is null
        and (over_at is not null or lost_at <= now() - ${input.lostCallMs}::double precision * interval '1 millisecond')
      order by claim_token for update skip locked`.execute(tx)
      if (ended.length === 0) return []
      const concerned = sql`
      select l.claim_token, l.unit_count, p.id, p.connection_id, p.company_id from lost_call l
      join connection old on old.id = l.connection_id
      join connection live on live.partner_id = old.partner_id and live.status <> 'disconnected'
      join partner_run pr on pr.connection_id = live.id
      join push p on p.connection_id = pr.connection_id and p.period = pr.period and p.company_id = l.company_id
      where l.claim_token = any(${ended.map(({ claimToken }) => claimToken)}::uuid[]) and not ${hasNewerPeriod(sql`p`)}`
      // Held from here on, so that what is decided next is decided on what the rows are, not on what they were when a statement began.
      await sql`select from push where id in (select id from (${concerned}) k) order by id for update`.execute(tx)
      const { rows: again } = await sql<NudgedPush>`
      update push p set outcome = 'waiting', rebuild = false, nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
      from (${concerned}) k
      where p.id = k.id and p.unit_count is distinct from k.unit_count
        and (p.outcome = 'accepted' or (p.outcome = 'waiting' and p.rebuild))
      returning p.id, p.nudge, p.connection_id as "connectionId"`.execute(tx)
      await sql`
      update lost_call l set resolved_at = now()
      where l.claim_token = any(${ended.map(({ claimToken }) => claimToken)}::uuid[])
        and not exists (select from (${concerned}) k join push busy on busy.connection_id = k.connection_id and busy.company_id = k.company_id
          where k.claim_token = l.claim_token and busy.outcome = 'sending')`.execute(tx)
      return again
    }),
  )
}
