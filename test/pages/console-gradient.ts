import { Secret, seal } from '@bridge/vault'
import { sql } from 'kysely'
import type { Stack } from '../system/stack.ts'

interface Known {
  id: string
  partnerId: string
  organizationId: string
  name: string
  accounts: { id: string; name: string; isMapped: boolean }[]
}

const SERVICE = {
  _id: 'service-of-phin',
  id: 'service-of-phin',
  name: 'Phin',
  description: 'Security awareness training',
  category: 'security',
  subcategory: 'phishing simulation',
}

/** The key of a seeded partner, as Gradient gave it. */
export const keyOf = (partnerId: string) => `key-of-${partnerId}-0123456789`

/** Makes Gradient know what a seeded database says of it: each connected partner by a key that opens, with its accounts, mapped but for those found unmapped. */
export async function knowInGradient(stack: Stack): Promise<void> {
  const { db, keyRing } = stack
  const { rows } = await sql<Known>`
    select c.id, c.partner_id as "partnerId", c.organization_id as "organizationId", c.organization_name as name,
      (select coalesce(jsonb_agg(jsonb_build_object('id', a.company_id, 'name', a.name,
          'isMapped', not exists (select from push p where p.connection_id = c.id and p.company_id = a.company_id and p.outcome = 'unmapped' and p.period = (select max(period) from push)))), '[]')
        from account a where a.connection_id = c.id and a.state = 'present') as accounts
    from connection c where c.status in ('pending', 'active')`.execute(db)
  for (const { id, partnerId } of rows) {
    const { keyId, nonce, ciphertext } = seal(keyRing, {
      plaintext: new Secret(keyOf(partnerId)),
      connectionId: id,
      partnerId,
    })
    await sql`update connection set key_id = ${keyId}, key_nonce = ${nonce}, key_ciphertext = ${ciphertext} where id = ${id}`.execute(
      db,
    )
  }
  await db.insertInto('vendor_service').values({ lookup: 'name:Phin', service_id: SERVICE.id }).execute()
  const there = (await stack.control('GET', 'state')) as { vendor: Record<string, unknown> }
  const vendor = { ...there.vendor, skus: [SERVICE] }
  await stack.control('PUT', 'state', { ...there, vendor, partners: rows.map(asInGradient) })
}

function asInGradient({ partnerId, organizationId, name, accounts }: Known) {
  return {
    organizationId,
    integrationId: `integration-${partnerId}`,
    name,
    partnerKey: keyOf(partnerId),
    connected: true,
    status: 'active',
    pulledBackTimes: 0,
    lastSyncedAt: '2026-01-01T00:00:00.000Z',
    autoMap: false,
    accounts: accounts.map((account) => ({
      id: account.id,
      name: account.name,
      isActive: true,
      isArrears: false,
      mappingId: account.isMapped ? `mapping-${account.id}` : null,
      counts: [],
    })),
    unmappedServiceIds: [],
    view: { isCurrent: true, rebuiltAt: null, rebuiltTimes: 0 },
  }
}
