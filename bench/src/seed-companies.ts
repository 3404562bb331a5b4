import { randomUUID } from 'node:crypto'
import type { Db } from '@bridge/db'
import { parseKeyRing, Secret, seal } from '@bridge/vault'
import { sql } from 'kysely'

const PARTNER_KEY = new Secret('bench-partner-key')
const CONNECTIONS_AT_ONCE = 1_000

/**
 * Makes `companies` companies with usage, spread over `partners` connected partners, all in Postgres, with accounts in Gradient. The partners' keys are
 * sealed with `encryptionKeys`.
 */
export async function seedCompanies(
  db: Db,
  input: { companies: number; partners: number; period: string; encryptionKeys: string },
): Promise<void> {
  const { companies, partners, period } = input
  await sql`insert into partner (id, name) select 'p' || n, 'Partner ' || n from generate_series(1, ${partners}::integer) n`.execute(
    db,
  )
  await sql`
    insert into company (partner_id, id, name)
    select 'p' || (n % ${partners} + 1), 'c' || n, 'Company ' || n from generate_series(1, ${companies}::integer) n`.execute(
    db,
  )
  await sql`
    insert into usage_count (partner_id, company_id, period, billable_users, revision, reported_at)
    select partner_id, id, ${period}, (random() * 500)::integer, 1, now() - interval '1 day' from company`.execute(db)
  await connectPartners(db, input)
  await sql`
    insert into account (connection_id, company_id, state, name, due)
    select c.id, co.id, 'present', co.name, false from connection c join company co on co.partner_id = c.partner_id`.execute(
    db,
  )
  await sql`analyze`.execute(db)
}

async function connectPartners(db: Db, input: { partners: number; encryptionKeys: string }): Promise<void> {
  const ring = parseKeyRing(input.encryptionKeys)
  for (let from = 1; from <= input.partners; from += CONNECTIONS_AT_ONCE) {
    const count = Math.min(CONNECTIONS_AT_ONCE, input.partners - from + 1)
    const connections = Array.from({ length: count }, (_, at) => {
      const owner = { connectionId: randomUUID(), partnerId: `p${from + at}` }
      const { keyId, nonce, ciphertext } = seal(ring, { ...owner, plaintext: PARTNER_KEY })
      return {
        id: owner.connectionId,
        partner_id: owner.partnerId,
        status: 'active' as const,
        organization_id: owner.partnerId,
        organization_name: owner.partnerId,
        key_id: keyId,
        key_nonce: nonce,
        key_ciphertext: ciphertext,
        key_hint: 'xxxx',
      }
    })
    await db.insertInto('connection').values(connections).execute()
  }
}
