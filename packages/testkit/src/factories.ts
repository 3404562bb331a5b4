import { randomBytes, randomUUID } from 'node:crypto'
import { type Db, insertConnection, type SealedKeyColumns } from '@bridge/db'

/** A partner as a test states it: companies with what was reported for them. */
export interface GivenPartner {
  id?: string
  companies: { id: string; name?: string; lastPeriod?: string; usage?: Record<string, number> }[]
}

/** Puts a partner with its companies and usage into the database. Answers the partner's id. */
export async function givenPartner(db: Db, given: GivenPartner): Promise<string> {
  const partnerId = given.id ?? `partner-${randomBytes(4).toString('hex')}`
  await db
    .insertInto('partner')
    .values({ id: partnerId, name: `Partner ${partnerId}`, admin_email: null })
    .execute()
  for (const company of given.companies) {
    await db
      .insertInto('company')
      .values({
        partner_id: partnerId,
        id: company.id,
        name: company.name ?? `Company ${company.id}`,
        last_period: company.lastPeriod ?? null,
        archived_at: company.lastPeriod ? new Date('2026-10-15T12:00:00Z') : null,
      })
      .execute()
    for (const [period, billableUsers] of Object.entries(company.usage ?? {})) {
      await db
        .insertInto('usage_count')
        .values({ partner_id: partnerId, company_id: company.id, period, billable_users: billableUsers, revision: 1 })
        .execute()
    }
  }
  return partnerId
}

/** Bytes in the place of a sealed key, for tests that never open it. */
export const UNOPENABLE_KEY: SealedKeyColumns = { keyId: 'test', nonce: Buffer.alloc(12), ciphertext: Buffer.alloc(32) }

/** Connects a partner as the gateway would. `seal` makes the sealed key from the connection's id. Answers the connection's id. */
export async function givenConnection(
  db: Db,
  partnerId: string,
  given: {
    connectedAt?: Date
    lastClosedPeriod?: string
    organizationId?: string
    seal?: (connectionId: string) => SealedKeyColumns
  } = {},
): Promise<string> {
  const id = randomUUID()
  await insertConnection(db, {
    id,
    partnerId,
    organizationId: given.organizationId ?? `organization-${partnerId}`,
    organizationName: `Organization of ${partnerId}`,
    sealedKey: given.seal?.(id) ?? UNOPENABLE_KEY,
    keyHint: 'hint',
    lastClosedPeriod: given.lastClosedPeriod ?? '2026-10',
  })
  if (given.connectedAt) {
    await db.updateTable('connection').set({ connected_at: given.connectedAt }).where('id', '=', id).execute()
  }
  return id
}
