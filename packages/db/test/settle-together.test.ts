import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  type Claim,
  claimablePushes,
  claimPushes,
  disconnect,
  openRebuilds,
  type Settlement,
  settleAccepted,
  settlePush,
} from '../src/index.ts'
import { acceptedBy } from './accepted-by.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

// Many pushes settled or claimed by one statement, and what that statement leaves out alone: the same as each of them alone.
const { blocked, claim, connectedPartner, db, held, mustClaim, pushOf, report, runFor } = useTestLedger()

const COMPANIES = ['a', 'b', 'c', 'd', 'e', 'f']

interface Situation {
  result: Settlement['result']
  /** What happened to this push, or beside it, while its call was under way. */
  meanwhile: 'nothing' | 'corrected' | 'ran_out' | 'taken_over' | 'account_gone' | 'newer_period' | 'rebuild'
  isAmbiguous: boolean
}

const anySituation: fc.Arbitrary<Situation> = fc.record({
  result: fc.oneof(
    { arbitrary: fc.constant('accepted' as const), weight: 5 },
    { arbitrary: fc.constantFrom('unmapped', 'refused', 'retry', 'spent', 'postponed', 'stopped'), weight: 1 },
  ),
  meanwhile: fc.oneof(
    { arbitrary: fc.constant('nothing' as const), weight: 1 },
    {
      arbitrary: fc.constantFrom('corrected', 'ran_out', 'taken_over', 'account_gone', 'newer_period', 'rebuild'),
      weight: 1,
    },
  ),
  isAmbiguous: fc.boolean(),
})

const anyPartner = fc.record({
  situations: fc.array(anySituation, { minLength: COMPANIES.length, maxLength: COMPANIES.length }),
  connection: fc.oneof(
    { arbitrary: fc.constant('active' as const), weight: 4 },
    { arbitrary: fc.constantFrom('pending' as const, 'disconnected' as const), weight: 1 },
  ),
  hasTaken: fc.boolean(),
})

test('a group is settled as each of it alone would be', async () => {
  await fc.assert(
    fc.asyncProperty(anyPartner, async (partner) => {
      const [one, other, bystander] = [await given(partner), await given(partner), await given(partner)]
      const untouched = await ledgerOf(bystander.connectionId)
      const together = await settleAccepted(db(), other.settlements)
      const inGroup = (settlement: Settlement) => together.has(theSame(settlement, other.settlements).pushId)
      const left = one.settlements.filter((settlement) => !inGroup(settlement))
      for (const settlement of one.settlements.filter(inGroup)) await settlePush(db(), settlement)
      for (const settlement of left) {
        const alone = await settlePush(db(), settlement)
        expect(await settlePush(db(), theSame(settlement, other.settlements))).toEqual(alone)
      }
      expect(await ledgerOf(other.connectionId)).toEqual(await ledgerOf(one.connectionId))
      expect(await ledgerOf(bystander.connectionId)).toEqual(untouched)
    }),
    { numRuns: 40 },
  )
})

test('those with which nothing else is to be done are settled by one statement, saying it twice changes nothing', async () => {
  const { settlements, connectionId } = await given({
    connection: 'active',
    hasTaken: true,
    situations: COMPANIES.map(() => ({ result: 'accepted', meanwhile: 'nothing', isAmbiguous: false })),
  })
  const settled = await settleAccepted(db(), settlements)
  expect([...settled.values()]).toEqual(COMPANIES.map(() => ({ fenced: false, outcome: 'accepted', nudge: 1 })))
  const before = await ledgerOf(connectionId)
  expect((await settleAccepted(db(), settlements)).size).toBe(0)
  expect(await settlePush(db(), settlements[0] as Settlement)).toEqual({ fenced: true })
  expect(await ledgerOf(connectionId)).toEqual(before)
})

test('a partner’s first counts and its last call are settled so too, and mark its part in the run', async () => {
  const situation = { result: 'accepted', meanwhile: 'nothing', isAmbiguous: false } as const
  const first = await given({ connection: 'active', hasTaken: false, situations: COMPANIES.map(() => situation) })
  expect((await settleAccepted(db(), first.settlements)).size).toBe(COMPANIES.length)
  expect(await partOf(first.connectionId)).toMatchObject({ due: true, built: false })
  await sql`update partner_run set rebuild_after = now() where connection_id = ${first.connectionId}`.execute(db())
  const [last] = await openRebuilds(db(), [{ connectionId: first.connectionId, period: PERIOD }])
  const settled = await settleAccepted(db(), [acceptedBy(await mustClaim(last?.id ?? 'none'))])
  expect([...settled.values()]).toMatchObject([{ fenced: false, outcome: 'accepted' }])
  expect(await partOf(first.connectionId)).toEqual({ due: false, built: true, after: null })
})

test('of a last call that is settled beside another count of its partner the view is not known to be whole', async () => {
  const situation = { result: 'accepted', meanwhile: 'nothing', isAmbiguous: false } as const
  const { settlements, connectionId } = await given({
    connection: 'active',
    hasTaken: true,
    situations: [{ ...situation, meanwhile: 'rebuild' }, situation],
  })
  expect((await settleAccepted(db(), settlements)).size).toBe(2)
  expect(await partOf(connectionId)).toMatchObject({ due: true, built: true })
})

test('while a partner’s part in the run is held, what must mark it is left out, and what is marked already is settled', async () => {
  const situations = COMPANIES.map(() => ({ result: 'accepted', meanwhile: 'nothing', isAmbiguous: false }) as const)
  const first = await given({ connection: 'active', hasTaken: false, situations })
  const marked = await given({ connection: 'active', hasTaken: true, situations })
  const holder = await held((tx) =>
    sql`select from partner_run where connection_id in (${first.connectionId}, ${marked.connectionId}) for update`.execute(
      tx,
    ),
  )
  const settled = await settleAccepted(db(), [...first.settlements, ...marked.settlements])
  expect([...settled.keys()].toSorted()).toEqual(marked.settlements.map(({ pushId }) => pushId).toSorted())
  const alone = settlePush(db(), first.settlements[0] as Settlement)
  await blocked(1)
  await holder.commit()
  expect(await alone).toMatchObject({ outcome: 'accepted' })
  expect(await partOf(first.connectionId)).toMatchObject({ due: true })
})

test.each([
  ['the count, by a report that is not committed yet', 'usage_count'],
  ['the account, by a reconcile', 'account'],
  ['the push, by a sweep', 'push'],
])('while a row is held (%s), its push is left out and the others are settled', async (_, table) => {
  const { settlements, partnerId, connectionId } = await given({
    connection: 'active',
    hasTaken: true,
    situations: COMPANIES.map(() => ({ result: 'accepted', meanwhile: 'nothing', isAmbiguous: false })),
  })
  const of = table === 'usage_count' ? sql`partner_id = ${partnerId}` : sql`connection_id = ${connectionId}`
  const holder = await held((tx) =>
    sql`select from ${sql.table(table)} where company_id = 'c' and ${of} for update`.execute(tx),
  )
  const settled = await settleAccepted(db(), settlements)
  const left = settlements.filter(({ pushId }) => !settled.has(pushId))
  expect(left.map(({ companyId }) => companyId)).toEqual(['c'])
  const alone = settlePush(db(), left[0] as Settlement)
  await blocked(1)
  await holder.commit()
  expect(await alone).toMatchObject({ outcome: 'accepted' })
})

test('of many pushes those that can be taken are claimed once, by whichever of two workers comes first', async () => {
  const { partnerId } = await connectedPartner(COMPANIES.map((id) => ({ id, usage: { [PERIOD]: 5 } })))
  await runFor(partnerId)
  const pushIds = await Promise.all(COMPANIES.map(async (id) => (await pushOf(partnerId, id)).id))
  const input = { pushIds, worker: 'test', claimMs: 60_000 }
  const both = await Promise.all([claimPushes(db(), input), claimPushes(db(), input)])
  expect(
    both
      .flat()
      .map(({ pushId }) => pushId)
      .toSorted(),
  ).toEqual(pushIds.toSorted())
  expect(new Set(both.flat().map(({ claimToken }) => claimToken)).size).toBe(COMPANIES.length)
  expect(await claimPushes(db(), input)).toEqual([])
  expect(await claimablePushes(db(), pushIds)).toEqual(new Map())
})

test('a push whose row is held, whose company has a call under way, or whose key is refused is not claimed with the others', async () => {
  const usage = { '2026-09': 4, [PERIOD]: 5 }
  const { partnerId } = await connectedPartner(COMPANIES.map((id) => ({ id, usage })))
  const stopped = await connectedPartner([{ id: 'a', usage }])
  await runFor(partnerId, '2026-09')
  await mustClaim((await pushOf(partnerId, 'b', '2026-09')).id)
  for (const each of [partnerId, stopped.partnerId]) await runFor(each)
  await sql`update connection set status = 'needs_key' where id = ${stopped.connectionId}`.execute(db())
  const pushes = await Promise.all([...COMPANIES.map((id) => pushOf(partnerId, id)), pushOf(stopped.partnerId, 'a')])
  const pushIds = pushes.map(({ id }) => id)
  const holder = await held((tx) => sql`select from push where id = ${pushIds[0]} for update`.execute(tx))
  const claims = await claimPushes(db(), { pushIds, worker: 'test', claimMs: 60_000 })
  expect(claims.map(({ companyId }) => companyId).toSorted()).toEqual(['c', 'd', 'e', 'f'])
  expect(await claimablePushes(db(), pushIds)).toEqual(new Map(pushIds.slice(0, 2).map((id) => [id, 0])))
  await holder.commit()
  expect(await claim(pushIds[0] ?? '')).toMatchObject({ companyId: 'a' })
  expect(await claim(pushIds[1] ?? '')).toBeNull()
})

/** A partner whose companies' calls are all under way, and then what happened meanwhile; the settlements that are due. */
async function given(partner: {
  situations: Situation[]
  connection: 'active' | 'pending' | 'disconnected'
  hasTaken: boolean
}) {
  const { partnerId, connectionId } = await connectedPartner(
    COMPANIES.map((id) => ({ id, usage: { [PERIOD]: 5, '2026-11': 6 } })),
  )
  await runFor(partnerId)
  await sql`update connection set status = ${partner.connection === 'pending' ? 'pending' : 'active'} where id = ${connectionId}`.execute(
    db(),
  )
  await sql`update partner_run set rebuild_due = ${partner.hasTaken} where connection_id = ${connectionId}`.execute(
    db(),
  )
  const settlements: Settlement[] = []
  for (const [place, companyId] of COMPANIES.entries()) {
    const situation = partner.situations[place]
    if (!situation) continue
    const { id } = await pushOf(partnerId, companyId)
    if (situation.meanwhile === 'rebuild') await sql`update push set rebuild = true where id = ${id}`.execute(db())
    const claimed = await mustClaim(id)
    await happens(situation.meanwhile, { partnerId, connectionId, claimed })
    settlements.push(settlementOf(claimed, situation))
  }
  if (partner.connection === 'disconnected') await disconnect(db(), connectionId)
  return { partnerId, connectionId, settlements }
}

async function happens(
  what: Situation['meanwhile'],
  to: { partnerId: string; connectionId: string; claimed: Claim },
): Promise<void> {
  const { partnerId, connectionId, claimed } = to
  const { companyId, pushId } = claimed
  if (what === 'corrected') await report(partnerId, companyId, 9)
  if (what === 'account_gone')
    await sql`delete from account where connection_id = ${connectionId} and company_id = ${companyId}`.execute(db())
  if (what === 'newer_period')
    await sql`
      with run as (
        insert into partner_run (connection_id, period, partner_id, run_id)
        select connection_id, '2026-11', partner_id, run_id from partner_run where connection_id = ${connectionId} and period = ${PERIOD}
        on conflict do nothing)
      insert into push (connection_id, partner_id, company_id, period, turn, outcome)
      values (${connectionId}, ${partnerId}, ${companyId}, '2026-11', 0, 'waiting')`.execute(db())
  if (what === 'ran_out' || what === 'taken_over')
    await sql`
      update push set outcome = 'waiting', claim_token = null, claimed_by = null, claimed_until = null where id = ${pushId}`.execute(
      db(),
    )
  if (what === 'taken_over') await mustClaim(pushId)
}

/** The settlement of the same company. */
function theSame(settlement: Settlement, among: Settlement[]): Settlement {
  const found = among.find(({ companyId }) => companyId === settlement.companyId)
  if (!found) throw new Error(`nothing is to be settled for company ${settlement.companyId}`)
  return found
}

function settlementOf(claimed: Claim, { result, isAmbiguous }: Situation): Settlement {
  const isTaken = result === 'accepted'
  return {
    ...claimed,
    result,
    retryInMs: 0,
    called: result !== 'postponed',
    ambiguous: !isTaken && isAmbiguous,
    worker: 'test',
    noBuild: !claimed.rebuild,
    startedAt: LATER,
    finishedAt: LATER,
    httpStatus: isTaken ? 201 : 500,
    reason: isTaken ? null : 'unavailable',
    message: isTaken ? null : 'not now',
  }
}

/** Whether a partner's view waits to be rebuilt, since when at the earliest, and whether it was. */
async function partOf(connectionId: string) {
  const { rows } = await sql<{ due: boolean; after: Date | null; built: boolean }>`
    select rebuild_due as due, rebuild_after as after, rebuilt_at is not null as built from partner_run
    where connection_id = ${connectionId} and period = ${PERIOD}`.execute(db())
  return rows[0]
}

/** All that the ledger says of a connection, but for ids, tokens and moments. */
async function ledgerOf(connectionId: string) {
  const pushes = await sql`
    select company_id, period, outcome, unit_count, revision, rebuild, nudge, attempts, tries, claim_token is null as free, claimed_by,
      claimed_until is null as unclaimed, last_status, last_reason, last_error, cause_id, failed_at, settled_at is null as open
    from push where connection_id = ${connectionId} order by company_id, period`.execute(db())
  const attempts = await sql`
    select company_id, a.call, a.worker, a.started_at, a.finished_at, a.http_status, a.reason, a.message, a.unit_count, a.revision, a.no_build, a.account_count, a.sync_id
    from attempt a join push p on p.id = a.push_id where p.connection_id = ${connectionId} order by company_id`.execute(
    db(),
  )
  const accounts = await sql`
    select company_id, state, due, accepted_count, accepted_period, accepted_revision from account
    where connection_id = ${connectionId} order by company_id`.execute(db())
  const partnerRuns = await sql`
    select period, expected, rebuild_due, rebuild_after is null as free, rebuilt_at is null as unbuilt from partner_run
    where connection_id = ${connectionId} order by period`.execute(db())
  const connection = await sql`
    select status, activated_at is null as never_active from connection where id = ${connectionId}`.execute(db())
  const lost = await sql`
    select company_id, unit_count, over_at is null as under_way, resolved_at from lost_call
    where connection_id = ${connectionId} order by company_id, unit_count, under_way`.execute(db())
  return [pushes, attempts, accounts, partnerRuns, connection, lost].map(({ rows }) => rows)
}
