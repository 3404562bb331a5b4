import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())

const isBlocked = async () => {
  const { rows } = await sql<{ blocked: boolean }>`
    select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as blocked`.execute(
    gateway.database.db,
  )
  return rows[0]?.blocked
}

it.each([
  ['connects again', 'PUT', 200],
  ['disconnects', 'DELETE', 204],
] as const)(
  'who %s in a deadlock with somebody who holds the connection and then asks for the partner is not told of it',
  async (_, method, status) => {
    const partnerId = `who-${method}`
    await gateway.call('PUT', `/v1/partners/${partnerId}`, { name: 'One' })
    const path = `/v1/partners/${partnerId}/gradient-connection`
    const { partnerKey } = await gateway.makeKey('One')
    expect((await gateway.call('PUT', path, { partnerApiKey: partnerKey })).status).toBeLessThan(300)
    const { answering } = await gateway.database.db.transaction().execute(async (tx) => {
      // It is the gateway that Postgres ends: this one looks for a deadlock only after a minute.
      await sql`set local deadlock_timeout = '1min'`.execute(tx)
      await sql`select from connection where partner_id = ${partnerId} and status <> 'disconnected' for update`.execute(
        tx,
      )
      const answering = gateway.call(method, path, method === 'PUT' ? { partnerApiKey: partnerKey } : undefined)
      await waitFor(isBlocked, { what: 'the gateway to wait for the connection' })
      await sql`select from partner where id = ${partnerId} for update`.execute(tx)
      return { answering }
    })
    expect((await answering).status).toBe(status)
  },
)
