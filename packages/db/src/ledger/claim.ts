import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'
import { hasNewerPeriod } from '../newer-period.ts'
import { notPaused } from '../pauses.ts'
import { planWithout } from '../plan-without.ts'

/** A push that this worker alone may send, until its claim runs out; everything that the call needs is in it. */
export interface Claim {
  pushId: string
  claimToken: string
  connectionId: string
  partnerId: string
  companyId: string
  period: string
  unitCount: number
  revision: number
  /** The last call of the partner's run: a number that Gradient has taken, sent once more without `no_build`. */
  rebuild: boolean
  /** Tries made for the present reason, this one included; the retry policy counts these. */
  tries: number
  /** Which of the connection's keys this is: a refusal of an older one says nothing about the present one. */
  keyVersion: number
  sealedKey: { keyId: string; nonce: Buffer; ciphertext: Buffer }
}

/** Who claims, and for how long, in milliseconds of the database's clock. */
export interface Claimant {
  worker: string
  claimMs: number
}

/** Of these pushes those whose claim may succeed, with the tries that were made for the present reason: a cheap look, before anything is spent on one. */
export async function claimablePushes(db: Db, pushIds: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; tries: number }>`
    select p.id, p.tries from push p join connection c on c.id = p.connection_id
    where p.id = any(${pushIds}::bigint[]) and p.outcome in ('waiting', 'failed')
      and c.status in ('pending', 'active') and c.key_in_doubt_since is null`.execute(db)
  return new Map(rows.map(({ id, tries }) => [id, tries]))
}

/**
 * Takes one push for sending: one conditional update, which names every condition under which a call may start. It answers `null`
 * and changes nothing where the push is settled or with another worker, its connection cannot be called (its key in doubt
 * included), a stop holds it, or a newer period exists for the company.
 *
 * The number comes from `usage_count` as it is at this moment, so that no job, however old, carries a number of its own.
 * The last zero of an archived company is the one number without a report; a company that came back is sent what it reported.
 * `push_one_at_a_time` (a unique index) keeps a second call for the same company out; its refusal is a `null` too.
 *
 * A claim that ran out is not taken over here: the sweep sets its push waiting first (`releaseLostClaims`). So every claim begins on a
 * row that a disconnect writes too, and of the two that meet there one waits for the other and then sees what it did.
 * One that is taken before its time is due from then on: what was settled later may have been sent beside it (`settlePush`, of a last call).
 * The claim runs out by the database's clock; the worker starts its call only well before that, by its own monotonic clock.
 *
 * The window that is left: a process that is stopped between its last look at that clock and its write to the socket, for longer than
 * the claim. Its call is a lost one by then (`confirmLostCalls`): whatever was sent meanwhile is sent once more after it, when it comes back, or
 * after `LOST_CALL_MS`. Only if it goes on later than that, and dies before it can settle, does its number stand.
 */
export async function claimPush(db: Db, input: Claimant & { pushId: string }): Promise<Claim | null> {
  const one = sql`select ${WHOSE} from push p where p.id = ${input.pushId}`
  const claims = await claim(db, input, one).catch(noneWhereAnotherIsUnderWay)
  return claims[0] ?? null
}

/**
 * Takes those of many pushes that can be taken at once, as `claimPush` does. It waits for nobody: one whose row another transaction holds, or whose company has a
 * call under way, is passed over. What is not answered is to be decided by `claimPush`, alone.
 */
export async function claimPushes(db: Db, input: Claimant & { pushIds: string[] }): Promise<Claim[]> {
  const many = sql`
    select ${WHOSE} from push p
    where p.id = any(${input.pushIds}::bigint[]) and p.outcome in ('waiting', 'failed') and ${nothingUnderWay}
    for update of p skip locked`
  return claim(db, input, many).catch(noneWhereAnotherIsUnderWay)
}

/** Of `p`: which it is, and whose, which never changes. */
const WHOSE = sql`p.id, p.connection_id, p.partner_id, p.company_id, p.period`

/** Of `p`: no call for its company is under way. Asked of each alone (`offset 0`): Postgres takes the index for empty, and as a join read all calls under way. */
const nothingUnderWay = sql`not exists (select from push busy
  where busy.connection_id = p.connection_id and busy.company_id = p.company_id and busy.outcome = 'sending' offset 0)`

/** Due for this long: a job would have brought it by now. */
const OVERDUE_AFTER = sql`interval '2 seconds'`

/**
 * Takes up to `limit` pushes that have been due for two seconds, first turns first, as `claimPush` does: for a worker that no job reaches. Those
 * that another worker is just taking are passed over.
 *
 * They are read in the order of `push_waiting`, until there are so many: where Postgres expected few to wait it read all of them, and sorted, at each look.
 */
export async function claimDue(
  db: Db,
  input: Claimant & { limit: number; exceptConnections: string[] },
): Promise<Claim[]> {
  const firstTurns = sql`
    select ${WHOSE} from push p
    where p.outcome = 'waiting' and p.due_at <= now() - ${OVERDUE_AFTER}
      and (select c.status in ('pending', 'active') and c.key_in_doubt_since is null from connection c where c.id = p.connection_id)
      and p.connection_id <> all(${input.exceptConnections}::uuid[])
      and ${notPaused('billing', sql`p.partner_id`)}
      and ${nothingUnderWay}
    order by p.turn, p.id limit ${input.limit}
    for update of p skip locked`
  const claimInTurn = db.transaction().execute(async (tx) => {
    await planWithout(tx, 'sort')
    return claim(tx, input, firstTurns)
  })
  return claimInTurn.catch(noneWhereAnotherIsUnderWay)
}

/** Claims what `which` chooses. The report is looked up for each alone (`lateral`, `offset 0`): counted in the middle of an import, Postgres went through all of the month's for each. */
async function claim(db: Db, { worker, claimMs }: Claimant, which: RawBuilder<unknown>): Promise<Claim[]> {
  const { rows } = await sql<Omit<Claim, 'sealedKey'> & Claim['sealedKey']>`
    with chosen as materialized (${which})
    update push p
    set outcome = 'sending', claim_token = gen_random_uuid(), claimed_by = ${worker},
      claimed_until = now() + ${claimMs}::double precision * interval '1 millisecond',
      attempts = p.attempts + 1, tries = p.tries + 1, settled_at = null, due_at = least(p.due_at, now()),
      unit_count = coalesce(u.billable_users, 0),
      revision = coalesce(u.revision, 0),
      rebuild = p.rebuild and p.revision = coalesce(u.revision, 0)
    from chosen
    join connection c on c.id = chosen.connection_id
    left join lateral (
      select u.billable_users, u.revision from usage_count u
      where u.partner_id = chosen.partner_id and u.company_id = chosen.company_id and u.period = chosen.period offset 0
    ) u on true
    where p.id = chosen.id
      and p.outcome in ('waiting', 'failed')
      and c.status in ('pending', 'active') and c.key_in_doubt_since is null
      and (p.final_zero or u.revision is not null)
      and ${notPaused('billing', sql`p.partner_id`)}
      and not ${hasNewerPeriod(sql`p`)}
    returning p.id as "pushId", p.claim_token as "claimToken", p.connection_id as "connectionId", p.partner_id as "partnerId",
      p.company_id as "companyId", p.period, p.unit_count as "unitCount", p.revision, p.rebuild, p.tries, c.key_version as "keyVersion",
      c.key_id as "keyId", c.key_nonce as nonce, c.key_ciphertext as ciphertext`.execute(db)
  return rows.map(({ keyId, nonce, ciphertext, ...row }) => ({ ...row, sealedKey: { keyId, nonce, ciphertext } }))
}

/**
 * Puts an unsettled push of an older period to rest when its job came too late. Answers whether it did; the number is not sent,
 * because a newer one stands in Gradient or is on its way there.
 */
export async function supersedeIfStale(db: Db, pushId: string): Promise<boolean> {
  const result = await sql`
    update push p set outcome = 'superseded', settled_at = now()
    where p.id = ${pushId} and p.outcome in ('waiting', 'failed')
      and ${hasNewerPeriod(sql`p`)}`.execute(db)
  return Number(result.numAffectedRows ?? 0) > 0
}

/** No two calls for one company are under way: of a statement that would have begun the second nothing is done. */
function noneWhereAnotherIsUnderWay(error: unknown): Claim[] {
  if (error instanceof Error && 'constraint' in error && error.constraint === 'push_one_at_a_time') return []
  throw error
}
