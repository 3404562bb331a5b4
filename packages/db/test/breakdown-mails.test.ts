import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  disconnect,
  markNeedsKey,
  openBreakdownMails,
  openRebuilds,
  type PartnerRunKey,
  planRun,
  startRun,
  sweepBreakdownMails,
} from '../src/index.ts'
import { LATER, PERIOD, useTestLedger } from './test-ledger.ts'

const { db, connectedPartner, orderRun, runFor, pushOf, mustClaim, settle, report } = useTestLedger()
const sweep = () => db().transaction().execute(sweepBreakdownMails)
const USAGE = { usage: { [PERIOD]: 3 } }

const mailsOf = (partnerId: string) =>
  db()
    .selectFrom('mail')
    .select(['kind', 'run_id as runId', 'period', 'status'])
    .where('partner_id', '=', partnerId)
    .orderBy('created_at')
    .execute()

/** Claims and settles one company's count. */
async function send(partnerId: string, companyId: string, result: Parameters<typeof settle>[1]) {
  await settle(await mustClaim((await pushOf(partnerId, companyId)).id), result)
}

test('a partner has its mail once its last count is settled and its view is rebuilt, not before, and once', async () => {
  const { partnerId, connectionId } = await connectedPartner([
    { id: 'a', ...USAGE },
    { id: 'b', ...USAGE },
    { id: 'c' },
  ])
  const { id: runId } = await runFor(partnerId)
  await sweep()
  await send(partnerId, 'a', 'accepted')
  await sweep()
  await send(partnerId, 'b', 'unmapped')
  await sweep()
  expect(await mailsOf(partnerId)).toEqual([])
  await openRebuilds(db(), [{ connectionId, period: PERIOD }])
  await sweep()
  expect(await mailsOf(partnerId)).toEqual([])
  await send(partnerId, 'a', 'accepted')
  await Promise.all([1, 2, 3, 4].map(sweep))
  await openBreakdownMails(db(), [{ connectionId, period: PERIOD }])
  expect(await mailsOf(partnerId)).toEqual([{ kind: 'breakdown', runId, period: PERIOD, status: 'waiting' }])
})

test.each([
  [
    'those of parts that are over, whatever their order',
    (keys: PartnerRunKey[]) => openBreakdownMails(db(), keys.reverse()),
  ],
  ['a sweep’s', sweep],
])(
  'mails are made in one order, so that two who make the same ones cannot wait for each other: %s',
  async (_, make) => {
    const keys: PartnerRunKey[] = []
    for (let partner = 0; partner < 8; partner += 1) {
      const { partnerId, connectionId } = await connectedPartner([{ id: 'a', ...USAGE }])
      await runFor(partnerId)
      await send(partnerId, 'a', 'unmapped')
      keys.push({ connectionId, period: PERIOD })
    }
    const made = await make([...keys])
    const mails = await db().selectFrom('mail').select(['id', 'connection_id as of']).execute()
    const theirs = made.map(({ id }) => mails.find((mail) => mail.id === id)?.of)
    expect(theirs).toEqual(keys.map(({ connectionId }) => connectionId).sort())
  },
)

test('a view that cannot be rebuilt now, or a count that came to nothing, holds no mail back', async () => {
  const later = await connectedPartner([{ id: 'a', ...USAGE }])
  await runFor(later.partnerId)
  await send(later.partnerId, 'a', 'accepted')
  await sql`update partner_run set rebuild_after = now() + interval '1 hour' where connection_id = ${later.connectionId}`.execute(
    db(),
  )
  const failed = await connectedPartner([{ id: 'a', ...USAGE }])
  await runFor(failed.partnerId)
  await send(failed.partnerId, 'a', 'spent')
  const empty = await connectedPartner([{ id: 'a' }])
  await runFor(empty.partnerId)
  await sweep()
  for (const { partnerId } of [later, failed, empty]) expect(await mailsOf(partnerId)).toHaveLength(1)
})

test('a partner whose counts wait, for a call or for a new key, gets none while the others of the run do', async () => {
  const partners = [
    await connectedPartner([{ id: 'a', ...USAGE }]),
    await connectedPartner([{ id: 'a', ...USAGE }]),
    await connectedPartner([{ id: 'a', ...USAGE }]),
  ]
  const [done, waiting, keyless] = partners.map(({ partnerId }) => partnerId) as [string, string, string]
  await planRun(db(), await orderRun(null, PERIOD), LATER)
  await send(done, 'a', 'unmapped')
  const { connectionId } = partners[2] as { connectionId: string }
  await markNeedsKey(db(), { connectionId, keyVersion: 1, reason: 'Unauthorized' })
  await sweep()
  expect(await mailsOf(done)).toHaveLength(1)
  expect(await mailsOf(waiting)).toEqual([])
  expect((await mailsOf(keyless)).map(({ kind }) => kind)).toEqual(['key_stopped'])

  await sql`update connection set status = 'active', key_version = 2 where id = ${connectionId}`.execute(db())
  await send(keyless, 'a', 'unmapped')
  await sweep()
  expect((await mailsOf(keyless)).map(({ kind }) => kind)).toEqual(['key_stopped', 'breakdown'])
  await sql`update billing_run set finished_at = now() where partner_id is null`.execute(db())
})

test('each run that a partner has a part in has a mail of its own: the one that billed it and those it ordered since', async () => {
  const { partnerId } = await connectedPartner([{ id: 'a', ...USAGE }])
  const other = await connectedPartner([{ id: 'a', ...USAGE }])
  const runs: string[] = []
  for (let run = 0; run < 3; run += 1) {
    const { id } = await runFor(partnerId)
    runs.push(id)
    await send(partnerId, 'a', 'unmapped')
    await sweep()
    await sql`update billing_run set finished_at = now() where id = ${id}`.execute(db())
  }
  expect((await mailsOf(partnerId)).map(({ runId }) => runId)).toEqual(runs)
  expect(await mailsOf(other.partnerId)).toEqual([])
})

test('the monthly run is no business of a partner that it did not bill, nor is one for all that began before it had connected', async () => {
  const forAll = await orderRun(null, PERIOD)
  await planRun(db(), forAll, LATER)
  await sql`update billing_run set finished_at = now() where id = ${forAll}`.execute(db())
  const { partnerId } = await connectedPartner([{ id: 'a', ...USAGE }])
  const monthly = { period: PERIOD, kind: 'scheduled', partnerId: null, deadlineAt: LATER } as const
  const run = await startRun(db(), { ...monthly, connectedBy: LATER })
  await planRun(db(), run?.id ?? '', new Date(0))
  const { id } = await runFor(partnerId)
  await send(partnerId, 'a', 'unmapped')
  await sweep()
  expect((await mailsOf(partnerId)).map(({ runId }) => runId)).toEqual([id])
})

test('nothing is owed for a run that is not planned, for an older month, or to a partner that has disconnected', async () => {
  const unplanned = await connectedPartner([{ id: 'a', ...USAGE }])
  await orderRun(unplanned.partnerId)
  const older = await connectedPartner([{ id: 'a', usage: { '2026-09': 1, [PERIOD]: 1 } }])
  await runFor(older.partnerId, '2026-09')
  const newest = await runFor(older.partnerId)
  await send(older.partnerId, 'a', 'unmapped')
  const gone = await connectedPartner([{ id: 'a', ...USAGE }])
  await runFor(gone.partnerId)
  await disconnect(db(), gone.connectionId)
  await sweep()
  expect(await mailsOf(unplanned.partnerId)).toEqual([])
  expect((await mailsOf(older.partnerId)).map(({ runId }) => runId)).toEqual([newest.id])
  expect(await mailsOf(gone.partnerId)).toEqual([])
})

test('a correction after the mail is no new mail: that is the next run’s', async () => {
  const { partnerId } = await connectedPartner([{ id: 'a', ...USAGE }])
  await runFor(partnerId)
  await send(partnerId, 'a', 'unmapped')
  await sweep()
  await report(partnerId, 'a', 4)
  await send(partnerId, 'a', 'unmapped')
  await sweep()
  expect(await mailsOf(partnerId)).toHaveLength(1)
})
