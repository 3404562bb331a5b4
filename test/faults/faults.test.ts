import { startWholeSystem, type WholeSystem } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FAULTS } from './faults.ts'
import { type FleetOfPartners, givenFleet, orderRun } from './fleet-of-partners.ts'
import { killsAtPoints } from './kills.ts'
import { runFault } from './run-fault.ts'
import { settled, verdict } from './verdict.ts'

/** Two minutes and more: the machine may be busy with other tests. */
const TIMEOUT_MS = 240_000
let system: WholeSystem
let fleet: FleetOfPartners

beforeAll(async () => {
  system = await startWholeSystem({
    encryptionKeys: makeKey('faults'),
    billingWorkers: 5,
    env: { DATABASE_STATEMENT_TIMEOUT_MS: '1000', WORKER_CONCURRENCY: '20' },
    // More than all of it asks for; one of the faults takes each of them.
    postgresSettings: { max_connections: '120' },
  })
  fleet = await givenFleet(system, { partners: 6, companies: 40 })
  await system.control('PUT', 'faults', { latencyMs: { min: 20, max: 60 } })
  await orderRun(system)
  await settled(system, fleet, TIMEOUT_MS)
}, TIMEOUT_MS)
afterAll(() => system.close())

const NO_HARM = { pushes: 240, lost: 0, doubled: 0, wrong: 0, outdated: 0, deaths: [] }

test('killed at each named point, a worker costs at most one more identical call', {
  timeout: TIMEOUT_MS,
}, async () => {
  const row = await runFault(killsAtPoints, { system, fleet, long: false, grouped: false, random: Math.random })
  expect(row, row.overlaps.join('\n')).toMatchObject(NO_HARM)
  expect(row.times).toBeGreaterThanOrEqual(10)
  expect(row.extraCalls).toBeLessThanOrEqual(row.times)
})

test.each(FAULTS.filter((fault) => fault !== killsAtPoints))(
  '$name: every push ends in one outcome, Gradient has the newest number of each company, no process dies of it',
  { timeout: TIMEOUT_MS },
  async (fault) => {
    const row = await runFault(fault, { system, fleet, long: false, grouped: false, random: Math.random })
    expect(row, row.overlaps.join('\n')).toMatchObject(NO_HARM)
    expect(row.times).toBeGreaterThan(0)
  },
)

test('the verdict sees a number that somebody else set, one that is missing, and an outcome that is not one', async () => {
  const [partner] = fleet.partners
  const [first] = fleet.counts
  if (!partner || !first) throw new Error('no partners')
  await system.control('POST', `partners/${partner.key}/unmap`, { accountIds: ['c0003'] })
  fleet.counts.set(first[0], first[1] + 1)
  await system.db
    .updateTable('push')
    .set({ outcome: 'waiting', due_at: new Date('2100-01-01') })
    .where('company_id', '=', 'c0005')
    .where('partner_id', '=', partner.id)
    .execute()
  const found = await verdict(system, fleet)
  expect(found).toMatchObject({ wrong: 1 })
  expect(found.lost).toBeGreaterThanOrEqual(1)
})
