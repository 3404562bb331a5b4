import { givenConnection, givenPartner } from '@bridge/testkit'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { type Db, planRun, startRun } from '../src/index.ts'
import { LATER, PERIOD } from './test-ledger.ts'

/** A vendor's first month, planned and counted by Postgres before anything of it is sent, and not again. Answers the partners' connections. */
export async function plannedMonth(db: Db, size: { partners: number; companies: number }): Promise<string[]> {
  const connections: string[] = []
  const ids = Array.from({ length: size.companies }, (_, index) => `c${index}`)
  for (let partner = 0; partner < size.partners; partner += 1) {
    const partnerId = await givenPartner(db, { companies: ids.map((id) => ({ id, usage: { [PERIOD]: 1 } })) })
    connections.push(await givenConnection(db, partnerId))
  }
  const scope = { period: PERIOD, kind: 'scheduled', partnerId: null, deadlineAt: LATER, connectedBy: LATER } as const
  const run = await startRun(db, scope)
  expect((await planRun(db, run?.id ?? '', LATER)).opened).toBe(size.partners * size.companies)
  await sql`analyze`.execute(db)
  await sql`alter table push set (autovacuum_enabled = false)`.execute(db)
  return connections
}
