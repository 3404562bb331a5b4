import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())

const put = (path: string, body: unknown) => gateway.call('PUT', `/v1/partners/${path}`, body)

/** Follows the cursors to the end; answers each page's ids. */
async function pages(path: string): Promise<string[][]> {
  const found: string[][] = []
  let cursor = ''
  do {
    const { body } = await gateway.call('GET', `${path}&cursor=${cursor}`)
    found.push(body.data.map(({ id }: { id: string }) => id))
    cursor = body.nextCursor ?? ''
  } while (cursor !== '')
  return found
}

describe('partners', () => {
  it('are made with 201, changed with 200, and an address that is left out stays', async () => {
    const made = await put('p1', { name: 'Norrköping IT', adminEmail: 'a@b.se' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ id: 'p1', name: 'Norrköping IT', adminEmail: 'a@b.se' })
    const renamed = await put('p1', { name: 'Norrköping' })
    expect([renamed.status, renamed.body.name, renamed.body.adminEmail]).toEqual([200, 'Norrköping', 'a@b.se'])
    const removed = await put('p1', { name: 'Norrköping', adminEmail: null })
    expect(removed.body.adminEmail).toBeNull()
    expect((await gateway.call('GET', '/v1/partners/p1')).body).toEqual(removed.body)
  })

  it('that are put again as they are stay untouched', async () => {
    const first = await put('same', { name: 'Same', adminEmail: 'a@b.se' })
    const again = await put('same', { name: 'Same', adminEmail: 'a@b.se' })
    expect([again.status, again.body]).toEqual([200, first.body])
  })

  it('are listed page by page, each once, also when new ones come in between', async () => {
    for (const id of ['l-1', 'l-2', 'l-3', 'l-4', 'l-5']) await put(id, { name: id })
    const first = await gateway.call('GET', '/v1/partners?limit=2')
    await put('a-new-one', { name: 'x' })
    const rest = await pages(`/v1/partners?limit=2&x=`.replace('&x=', '')).then((all) => all.flat())
    expect(first.body.data).toHaveLength(2)
    expect(rest).toEqual([...new Set(rest)].sort())
    expect(rest).toEqual(expect.arrayContaining(['a-new-one', 'l-1', 'l-5', 'p1']))
    const next = await gateway.call('GET', `/v1/partners?limit=500&cursor=${first.body.nextCursor}`)
    expect(next.body.data.map(({ id }: { id: string }) => id)).not.toContain('a-new-one')
    expect(next.body.nextCursor).toBeNull()
  })

  it('of ids with every letter that is allowed can be reached', async () => {
    const id = 'aZ09._~-'
    expect((await put(id, { name: 'x' })).status).toBe(201)
    expect((await gateway.call('GET', `/v1/partners/${id}`)).body.id).toBe(id)
  })
})

describe('companies of a partner that is not connected', () => {
  it('are registered with 201, renamed with 200, and wait', async () => {
    const made = await put('p1/companies/c1', { name: 'Æther' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      id: 'c1',
      partnerId: 'p1',
      name: 'Æther',
      archivedAt: null,
      account: { state: 'waiting', reason: 'not_connected', updatedAt: null },
    })
    expect((await put('p1/companies/c1', { name: 'Æther' })).body).toEqual(made.body)
    const renamed = await put('p1/companies/c1', { name: 'Aether' })
    expect([renamed.status, renamed.body.name]).toEqual([200, 'Aether'])
  })

  it('are archived with their last period, once; a PUT brings them back', async () => {
    await put('p1/companies/old', { name: 'Old' })
    expect((await gateway.call('DELETE', '/v1/partners/p1/companies/old')).status).toBe(204)
    const archived = await gateway.call('GET', '/v1/partners/p1/companies/old')
    expect(archived.body).toMatchObject({ lastPeriod: '2026-11', archivedAt: expect.any(String) })
    expect((await gateway.call('DELETE', '/v1/partners/p1/companies/old')).status).toBe(204)
    expect((await gateway.call('GET', '/v1/partners/p1/companies/old')).body).toEqual(archived.body)
    expect((await gateway.call('DELETE', '/v1/partners/p1/companies/never-there')).status).toBe(204)
    const back = await put('p1/companies/old', { name: 'Old' })
    expect([back.status, back.body.archivedAt, back.body.lastPeriod]).toEqual([200, null, null])
  })

  it('are archived in the month that the billing time zone has, not UTC', async () => {
    gateway.clock.set('2026-12-01T03:00:00Z')
    await put('p1/companies/eve', { name: 'Eve' })
    await gateway.call('DELETE', '/v1/partners/p1/companies/eve')
    gateway.clock.set('2026-11-22T12:00:00Z')
    expect((await gateway.call('GET', '/v1/partners/p1/companies/eve')).body.lastPeriod).toBe('2026-11')
  })
})

describe('companies of a connected partner', () => {
  it('are set to be sent when they are new, renamed or back; unchanged ones are not; a burst makes one sync', async () => {
    await put('p5', { name: 'Five' })
    await put('p5/companies/before', { name: 'Before' })
    const { partnerKey } = await gateway.makeKey('Five')
    await gateway.call('PUT', '/v1/partners/p5/gradient-connection', { partnerApiKey: partnerKey })
    const { db } = gateway.database
    await sql`update account_sync set status = 'done'`.execute(db)
    await sql`update account set state = 'present', due = false`.execute(db)

    await put('p5/companies/before', { name: 'Before' })
    expect((await sql`select from account where due`.execute(db)).rows).toHaveLength(0)
    expect((await sql`select from account_sync where status = 'queued'`.execute(db)).rows).toHaveLength(0)

    const burst = Array.from({ length: 200 }, (_, index) => put(`p5/companies/n${index}`, { name: `New ${index}` }))
    const answers = await Promise.all([...burst, put('p5/companies/before', { name: 'After' })])
    expect(answers.map(({ status }) => status)).toEqual([...burst.map(() => 201), 200])
    expect(answers[0]?.body.account).toMatchObject({ state: 'waiting', reason: null })
    expect((await sql`select from account where due`.execute(db)).rows).toHaveLength(201)
    const syncs = await sql<{
      id: string
      nudge: number
    }>`select id, nudge from account_sync where status = 'queued'`.execute(db)
    expect(syncs.rows).toHaveLength(1)
    await waitFor(async () => (await gateway.queues.look('accounts', [`sync-${syncs.rows[0]?.id}-1`]))[0] === 'there')
    const accounts = await gateway.queues.queue('accounts')
    expect((await accounts.getJobs()).length).toBeLessThanOrEqual(2)
  })

  it('are listed by the state of their account', async () => {
    await sql`update account set state = 'failed', reason = 'name refused' where company_id in ('n3', 'n5')`.execute(
      gateway.database.db,
    )
    const { body } = await gateway.call('GET', '/v1/partners/p5/companies?account=failed')
    expect(body.data.map(({ id, account }: { id: string; account: unknown }) => [id, account])).toEqual([
      ['n3', { state: 'failed', reason: 'name refused', updatedAt: expect.any(String) }],
      ['n5', { state: 'failed', reason: 'name refused', updatedAt: expect.any(String) }],
    ])
    expect((await gateway.call('GET', '/v1/partners/p5/companies?account=')).body.data).toHaveLength(50)
    expect((await pages('/v1/partners/p5/companies?limit=100')).map((page) => page.length)).toEqual([100, 100, 1])
    expect((await gateway.call('GET', '/v1/partners/zz/companies')).body.code).toBe('partner_not_found')
  })

  it('never fall between a connection that is being made and its accounts', async () => {
    await put('p6', { name: 'Six' })
    const { partnerKey } = await gateway.makeKey('Six')
    const puts = Array.from({ length: 60 }, (_, index) => put(`p6/companies/c${index}`, { name: `C ${index}` }))
    const connected = gateway.call('PUT', '/v1/partners/p6/gradient-connection', { partnerApiKey: partnerKey })
    const more = Array.from({ length: 60 }, (_, index) => put(`p6/companies/d${index}`, { name: `D ${index}` }))
    await Promise.all([...puts, connected, ...more])
    const { body } = await gateway.call('GET', '/v1/partners/p6/gradient-connection')
    expect(body.accounts.total).toBe(120)
  })
})
