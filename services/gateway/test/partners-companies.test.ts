import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGatewayForTest, type TestGateway } from './start-gateway-for-test.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())

describe('partners', () => {
  it('are made with 201, changed with 200, and an address that is left out stays', async () => {
    const made = await gateway.call('PUT', '/v1/partners/p1', { name: 'Norrköping IT', adminEmail: 'a@b.se' })
    expect(made.body).toMatchObject({ id: 'p1' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ id: 'p1', name: 'Norrköping IT', adminEmail: 'a@b.se' })
    const renamed = await gateway.call('PUT', '/v1/partners/p1', { name: 'Norrköping' })
    expect([renamed.status, renamed.body.name, renamed.body.adminEmail]).toEqual([200, 'Norrköping', 'a@b.se'])
    const removed = await gateway.call('PUT', '/v1/partners/p1', { name: 'Norrköping', adminEmail: null })
    expect(removed.body.adminEmail).toBeNull()
    expect((await gateway.call('GET', '/v1/partners/p1')).body).toEqual(removed.body)
  })
})
