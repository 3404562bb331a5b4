import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { getCompany, insertConnection, lockPartner, putCompany, putUsage, shareSyncRequests } from '../src/index.ts'
import { useTestLedger } from './test-ledger.ts'

const { blocked, connectedPartner, db, held } = useTestLedger()

const key = {
  organizationId: 'org',
  organizationName: 'Org',
  sealedKey: { keyId: 'test', nonce: Buffer.from('n'), ciphertext: Buffer.from('c') },
  keyHint: 'hint',
}

const givenPartnerAlone = async (id: string) => {
  await db().insertInto('partner').values({ id, name: id }).execute()
}

test('who registers while the partner is being connected waits for the connection, and has an account on it', async () => {
  await givenPartnerAlone('joining')
  const id = crypto.randomUUID()
  const connecting = await held(async (tx) => {
    await lockPartner(tx, 'joining')
    await insertConnection(tx, { ...key, id, partnerId: 'joining', lastClosedPeriod: '2026-10' })
  })
  const registering = putCompany(db(), { partnerId: 'joining', companyId: 'a', name: 'A' })
  await blocked(1)
  await connecting.commit()
  const put = await registering
  expect(put).toMatchObject({ created: true, company: { accountState: 'waiting', accountReason: null } })
  expect(put?.sync).not.toBeNull()
  const { rows } = await sql`select due from account where connection_id = ${id} and company_id = 'a'`.execute(db())
  expect(rows).toEqual([{ due: true }])
})

test('who connects while a company is being registered waits for it, and makes its account', async () => {
  await givenPartnerAlone('filling')
  const registering = await held(async (tx) => {
    await putCompany(tx, { partnerId: 'filling', companyId: 'a', name: 'A' })
  })
  const id = crypto.randomUUID()
  const connecting = db()
    .transaction()
    .execute(async (tx) => {
      await lockPartner(tx, 'filling')
      await insertConnection(tx, { ...key, id, partnerId: 'filling', lastClosedPeriod: '2026-10' })
    })
  await blocked(1)
  await registering.commit()
  await connecting
  const { rows } = await sql`select company_id from account where connection_id = ${id}`.execute(db())
  expect(rows).toEqual([{ company_id: 'a' }])
})

test('what a registration answers is what is read afterwards, whatever the company and the connection were', async () => {
  const { partnerId, connectionId } = await connectedPartner([{ id: 'there' }])
  const register = async (companyId: string, name: string) => {
    const put = await putCompany(db(), { partnerId, companyId, name })
    expect(put?.company).toEqual(await getCompany(db(), { partnerId, companyId }))
    return put
  }
  expect(await register('new', 'New')).toMatchObject({ created: true })
  expect(await register('new', 'New')).toMatchObject({ created: false, sync: null })
  expect(await register('there', 'Renamed')).toMatchObject({ created: false })
  await sql`update company set archived_at = now(), last_period = '2026-10' where partner_id = ${partnerId} and id = 'new'`.execute(
    db(),
  )
  expect(await register('new', 'New')).toMatchObject({
    created: false,
    company: { archivedAt: null, lastPeriod: null },
  })
  await sql`update account set state = 'failed', reason = 'name_taken' where company_id = 'there' and connection_id = ${connectionId}`.execute(
    db(),
  )
  expect(await register('there', 'Again')).toMatchObject({ company: { accountReason: 'name_taken' } })
  await sql`update connection set status = 'needs_key' where id = ${connectionId}`.execute(db())
  expect(await register('late', 'Late')).toMatchObject({ company: { accountReason: 'needs_key' } })
  await givenPartnerAlone('alone')
  const alone = await putCompany(db(), { partnerId: 'alone', companyId: 'a', name: 'A' })
  expect(alone).toMatchObject({ sync: null, company: { accountReason: 'not_connected' } })
  expect(alone?.company).toEqual(await getCompany(db(), { partnerId: 'alone', companyId: 'a' }))
  expect(await putCompany(db(), { partnerId: 'nobody', companyId: 'a', name: 'A' })).toBeUndefined()
})

test('twenty who register the same company at once make it once, and twenty renames are all kept in its history', async () => {
  const { partnerId } = await connectedPartner([])
  const registered = await Promise.all(
    Array.from({ length: 20 }, () => putCompany(db(), { partnerId, companyId: 'same', name: 'Same' })),
  )
  expect(registered.filter((put) => put?.created)).toHaveLength(1)
  await Promise.all(
    Array.from({ length: 20 }, (_, at) => putCompany(db(), { partnerId, companyId: 'same', name: `Name ${at}` })),
  )
  const { rows } =
    await sql`select from company_event where partner_id = ${partnerId} and company_id = 'same' and kind = 'renamed'`.execute(
      db(),
    )
  expect(rows).toHaveLength(20)
})

test('many who ask for a sync at once share a statement that begins after all of them; one of them is to nudge it', async () => {
  const { connectionId } = await connectedPartner([])
  const ask = shareSyncRequests(db())
  const queued = await held((tx) => sql`insert into account_sync (connection_id) values (${connectionId})`.execute(tx))
  const first = ask(connectionId)
  await blocked(1)
  const others = Array.from({ length: 20 }, () => ask(connectionId))
  await blocked(1)
  await sql`update account_sync set status = 'done' where connection_id = ${connectionId}`.execute(db())
  await queued.commit()
  expect(await first, 'the other transaction made it').toBeNull()
  const made = (await Promise.all(others)).filter((sync) => sync !== null)
  expect(made.length).toBeLessThanOrEqual(1)
  const { rows } =
    await sql`select from account_sync where connection_id = ${connectionId} and status = 'queued'`.execute(db())
  expect(rows).toHaveLength(1)
  await sql`update account_sync set status = 'done' where connection_id = ${connectionId}`.execute(db())
  const again = await Promise.all([ask(connectionId), ask(connectionId), ask(connectionId)])
  expect(again.filter((sync) => sync !== null)).toHaveLength(1)
})

test('a sync that could not be asked for fails those who shared the statement, and nobody after them', async () => {
  const { connectionId } = await connectedPartner([])
  const ask = shareSyncRequests(db())
  const nowhere = 'not a connection'
  const failed = await Promise.allSettled([ask(nowhere), ask(nowhere), ask(nowhere)])
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await expect(ask(nowhere)).rejects.toThrow()
  expect(await ask(connectionId)).toMatchObject({ nudge: 1 })
})

test('a report that meets another of the same company and period takes its place, and the old one is kept once', async () => {
  const { partnerId } = await connectedPartner([{ id: 'a' }, { id: 'b' }])
  const meet = async (companyId: string, billableUsers: number) => {
    const other = await held((tx) =>
      sql`
        insert into usage_count (partner_id, company_id, period, billable_users, revision) values (${partnerId}, ${companyId}, '2026-09', 5, 1)`.execute(
        tx,
      ),
    )
    const reporting = putUsage(db(), { partnerId, companyId, period: '2026-09', billableUsers })
    await blocked(1)
    await other.commit()
    return reporting
  }
  expect(await meet('a', 5)).toMatchObject({ usage: { billableUsers: 5, revision: 1 } })
  expect(await meet('b', 6)).toMatchObject({ usage: { billableUsers: 6, revision: 2 } })
  const { rows } = await sql`
    select company_id, billable_users, revision from usage_revision where partner_id = ${partnerId}`.execute(db())
  expect(rows).toEqual([{ company_id: 'b', billable_users: 5, revision: 1 }])
})
