import { type Db, planRun, startRun } from '@bridge/db'
import { givenConnection, givenPartner } from '@bridge/testkit'

/** A push that waits, as a nudge names it. */
export interface GivenPush {
  id: string
  nudge: number
  connectionId: string
}

/** A connected partner with these companies, whose run of the period is planned: their pushes, which nobody sends. */
export async function givenPushes(db: Db, given: { companies: string[]; period: string }): Promise<GivenPush[]> {
  const { period } = given
  const companies = given.companies.map((id) => ({ id, usage: { [period]: 3 } }))
  const partnerId = await givenPartner(db, { companies })
  await givenConnection(db, partnerId)
  const later = new Date('2100-01-01')
  const run = await startRun(db, { period, kind: 'requested', partnerId, deadlineAt: later, connectedBy: later })
  await planRun(db, run?.id ?? '', later)
  return db
    .selectFrom('push')
    .select(['id', 'nudge', 'connection_id as connectionId'])
    .where('partner_id', '=', partnerId)
    .orderBy('id')
    .execute()
}
