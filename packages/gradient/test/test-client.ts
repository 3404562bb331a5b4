import { Secret } from '@bridge/vault'
import { afterEach, beforeEach } from 'vitest'
import { createGradientClient } from '../src/client.ts'
import type { CallOptions, GradientClient, GradientClientOptions } from '../src/client-types.ts'
import { type GradientDouble, startGradientDouble } from './gradient-double.ts'

const vendorApiKey = new Secret('vendor-key-ü')
export const partnerKey = new Secret('partner-key-0123456789')
export const bulk: CallOptions = { priority: 'bulk' }
export const count = { serviceId: 'service 1/a', accountId: 'c-1', unitCount: 12, noBuild: true }

/** A client towards a double of Gradient, both anew for each test, and what it asked of its pace. Call it at the top of the file. */
export function useTestClient() {
  let double: GradientDouble
  let events: string[]
  let slowDowns: number[]
  let client: GradientClient

  function startClient(options: Partial<GradientClientOptions> = {}): GradientClient {
    const pace: GradientClientOptions['pace'] = {
      async take(priority, signal) {
        signal?.throwIfAborted()
        events.push(`take ${priority}`)
        return { due: async () => true }
      },
      async slowDown(ms) {
        slowDowns.push(ms)
      },
    }
    const clock = { now: () => new Date('2026-11-01T06:00:00Z') }
    return createGradientClient({ baseUrl: double.baseUrl, vendorApiKey, timeoutMs: 2000, pace, clock, ...options })
  }

  beforeEach(async () => {
    events = []
    slowDowns = []
    double = await startGradientDouble()
    client = startClient()
  })
  afterEach(async () => {
    client.close()
    await double.close()
  })

  return { client: () => client, double: () => double, events: () => events, slowDowns: () => slowDowns, startClient }
}
