import { planRun } from '@bridge/db'
import type { TestGateway } from './start-gateway-for-test.ts'

/** Connects a partner, orders its run and plans it, as the scheduler would. Answers the run's id. */
export async function openRun(gateway: TestGateway, input: { partnerId: string; period: string }): Promise<string> {
  const { partnerKey } = await gateway.makeKey(`MSP of ${input.partnerId}`)
  await gateway.call('PUT', `/v1/partners/${input.partnerId}/gradient-connection`, { partnerApiKey: partnerKey })
  const ordered = await gateway.call('POST', '/v1/billing-runs', { period: input.period, partnerId: input.partnerId })
  await planRun(gateway.database.db, ordered.body.id, new Date('2100-01-01T00:00:00Z'))
  return ordered.body.id
}
