import type { AccountState } from '@bridge/domain'
import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { joinByHash } from './join-by-hash.ts'
import { retryOnDeadlock } from './retry-on-deadlock.ts'

/** A company that has to be made or renamed in Gradient. */
export interface AccountToSend {
  companyId: string
  name: string
}

/** What Gradient's list of accounts means for us. */
export interface AccountWork {
  create: AccountToSend[]
  rename: AccountToSend[]
  /** How many of those to be made had been in Gradient before and are gone from there. */
  lost: number
}

/**
 * Compares Gradient's list with our companies, records what is present and what is gone, and answers what is left to do.
 * One statement per state of affairs. A listed account counts as renamed only if our name for it changed since we last sent one:
 * Gradient may keep a name in its own spelling.
 *
 * With an account that is gone Gradient has lost its number too. What it had taken for the newest period billed is sent again, and follows
 * once the partner has mapped the new account. A settling that meets this locks push and account the other way round: one of the two is
 * then done again.
 */
export async function reconcileAccounts(
  db: Db,
  input: { connectionId: string; listed: { id: string; name: string }[] },
): Promise<AccountWork> {
  const ids = input.listed.map((account) => account.id)
  const names = input.listed.map((account) => account.name)
  const listed = sql`unnest(${ids}::text[], ${names}::text[]) as l(id, name)`
  const reconcile = async (tx: Db): Promise<AccountWork> => {
    const partnerId = await partnerOf(tx, input.connectionId)
    await joinByHash(tx, 'on')
    await sql`
      update account a set state = 'present', reason = null, name = coalesce(a.name, l.name), updated_at = now(),
        due = coalesce(a.name, l.name) <> co.name
      from ${listed}
      join company co on co.partner_id = ${partnerId} and co.id = l.id
      where a.connection_id = ${input.connectionId} and a.company_id = l.id
        and (a.state <> 'present' or a.name is null or a.due <> (a.name <> co.name))`.execute(tx)
    const { rows: gone } = await sql<{ companyId: string }>`
      update account a set state = 'gone', due = co.archived_at is null, due_at = now(), name = null,
        accepted_count = null, accepted_period = null, accepted_revision = null,
        reason = 'no longer in Gradient', updated_at = now()
      from company co
      where a.connection_id = ${input.connectionId} and a.state = 'present' and co.partner_id = ${partnerId} and co.id = a.company_id
        and not exists (select from ${listed} where l.id = a.company_id)
      returning a.company_id as "companyId"`.execute(tx)
    if (gone.length > 0) {
      const lost = gone.map(({ companyId }) => companyId)
      await sendAgain(tx, { connectionId: input.connectionId, partnerId, lost })
    }
    const { rows } = await sql<AccountToSend & { state: AccountState }>`
      select a.company_id as "companyId", co.name, a.state
      from account a
      join company co on co.partner_id = ${partnerId} and co.id = a.company_id
      where a.connection_id = ${input.connectionId} and a.due and a.due_at <= now()
      order by a.company_id`.execute(tx)
    return {
      create: rows.filter((row) => row.state !== 'present').map(({ companyId, name }) => ({ companyId, name })),
      rename: rows.filter((row) => row.state === 'present').map(({ companyId, name }) => ({ companyId, name })),
      lost: rows.filter((row) => row.state === 'gone').length,
    }
  }
  return retryOnDeadlock(() => db.transaction().execute(reconcile))
}

/**
 * Sets pushes waiting whose number went with its account. Holds the companies' pushes meanwhile, so that none is just being settled; one that is
 * being sent may have been taken before its account went, so it is sent again when it has settled, as after a lost call (`confirmLostCalls`).
 */
async function sendAgain(tx: Db, input: { connectionId: string; partnerId: string; lost: string[] }): Promise<void> {
  const theirs = sql`p.connection_id = ${input.connectionId} and p.company_id = any(${input.lost}::text[])
    and p.period = any(array(select period from partner_run where connection_id = ${input.connectionId}))`
  await sql`select from push p where ${theirs} and p.outcome not in ('cancelled', 'superseded') order by p.id for update`.execute(
    tx,
  )
  await sql`
    update push p set outcome = 'waiting', rebuild = false, nudge = p.nudge + 1, tries = 0, due_at = now(), settled_at = null
    from company co
    where ${theirs} and co.partner_id = ${input.partnerId} and co.id = p.company_id and co.archived_at is null
      and (p.outcome = 'accepted' or (p.outcome = 'waiting' and p.rebuild))
      and not exists (select from partner_run newer where newer.connection_id = p.connection_id and newer.period > p.period)`.execute(
    tx,
  )
  await sql`
    insert into lost_call (claim_token, connection_id, company_id, push_id, unit_count, over_at)
    select gen_random_uuid(), p.connection_id, p.company_id, p.id, null, now() from push p
    where ${theirs} and p.outcome = 'sending'`.execute(tx)
}

/**
 * Whose connection this is. Said as a value, and not joined, it lets Postgres find a partner's companies by an index whatever it joins them by; and by hash tables it takes as long as there are companies, where the others
 * would go through all of them for each while Postgres takes the tables for empty (`joinByHash`): half a minute for 9,000.
 */
async function partnerOf(tx: Db, connectionId: string): Promise<string> {
  const { partner_id } = await tx
    .selectFrom('connection')
    .select('partner_id')
    .where('id', '=', connectionId)
    .executeTakeFirstOrThrow()
  return partner_id
}

/** Records accounts that Gradient has under the names that were sent. One that was renamed here meanwhile stays due. */
export async function markAccountsPresent(db: Db, connectionId: string, sent: AccountToSend[]): Promise<void> {
  const ids = sent.map((account) => account.companyId)
  const names = sent.map((account) => account.name)
  // Each company is looked for alone (`offset 0`), and no account is read but these: joined as usual, all of the partner's would be gone through for each while Postgres takes the tables for empty.
  await retryOnDeadlock(() =>
    sql`
    update account a set state = 'present', name = s.name, reason = null, due = s.name <> co.name, due_at = now(), updated_at = now()
    from unnest(${ids}::text[], ${names}::text[]) as s(id, name)
    cross join lateral (select name from company
      where partner_id = (select partner_id from connection where id = ${connectionId}) and id = s.id offset 0) co
    where a.connection_id = ${connectionId} and a.company_id = s.id and a.company_id = any(${ids}::text[])`.execute(db),
  )
}

/** Records that Gradient refused to make or rename an account, and why; it is tried again after `retryInMs`. */
export async function markAccountFailed(
  db: Db,
  input: { connectionId: string; companyId: string; reason: string; retryInMs: number },
): Promise<void> {
  await sql`
    update account set state = case when state = 'present' then 'present' else 'failed' end, reason = ${input.reason}, updated_at = now(),
      due_at = now() + ${input.retryInMs}::double precision * interval '1 millisecond'
    where connection_id = ${input.connectionId} and company_id = ${input.companyId} and due`.execute(db)
}

/** Puts off what is due for a connection whose sync could not be done, so that the sweep does not ask again at once. */
export async function deferAccounts(db: Db, connectionId: string, retryInMs: number): Promise<void> {
  await retryOnDeadlock(() =>
    sql`
    update account set due_at = now() + ${retryInMs}::double precision * interval '1 millisecond'
    where connection_id = ${connectionId} and due`.execute(db),
  )
}
