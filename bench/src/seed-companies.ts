import type { Db } from '@bridge/db'
import { sql } from 'kysely'

/** Makes `companies` companies with usage, spread over `partners` connected partners, all in Postgres. */
export async function seedCompanies(
  db: Db,
  input: { companies: number; partners: number; period: string },
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
    insert into usage_count (partner_id, company_id, period, billable_users, revision)
    select partner_id, id, ${period}, (random() * 500)::integer, 1 from company`.execute(db)
  await sql`
    insert into connection (id, partner_id, status, organization_id, organization_name, key_id, key_nonce, key_ciphertext, key_hint)
    select gen_random_uuid(), id, 'active', id, name, 'bench', '\\x00', '\\x00', 'xxxx' from partner`.execute(db)
  await sql`
    insert into account (connection_id, company_id, state, name, due)
    select c.id, co.id, 'present', co.name, false from connection c join company co on co.partner_id = c.partner_id`.execute(
    db,
  )
  await sql`analyze`.execute(db)
}
