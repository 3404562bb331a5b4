import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** A partner as the vendor's product knows it. */
export interface Partner {
  id: string
  name: string
  adminEmail: string | null
  createdAt: Date
  updatedAt: Date
}

const columns = sql`id, name, admin_email as "adminEmail", created_at as "createdAt", updated_at as "updatedAt"`

/**
 * Makes the partner or changes what differs. `adminEmail` left out (`undefined`) leaves the address as it is, `null` removes it.
 * Answers the partner as it then stands, and whether it is new.
 */
export async function putPartner(
  db: Db,
  input: { id: string; name: string; adminEmail?: string | null | undefined },
): Promise<{ partner: Partner; created: boolean }> {
  const { id, name, adminEmail } = input
  const email = sql`case when ${adminEmail !== undefined}::boolean then excluded.admin_email else partner.admin_email end`
  const { rows } = await sql<Partner & { created: boolean }>`
    insert into partner (id, name, admin_email) values (${id}, ${name}, ${adminEmail ?? null})
    on conflict (id) do update set name = excluded.name, admin_email = ${email}, updated_at = now()
      where (partner.name, partner.admin_email) is distinct from (excluded.name, ${email})
    returning ${columns}, xmax = 0 as created`.execute(db)
  const written = rows[0]
  if (written) {
    const { created, ...partner } = written
    return { partner, created }
  }
  const partner = await getPartner(db, id)
  if (!partner) throw new Error(`partner ${id} was there a moment ago`)
  return { partner, created: false }
}

/** One partner, if it is known. */
export async function getPartner(db: Db, id: string): Promise<Partner | undefined> {
  const { rows } = await sql<Partner>`select ${columns} from partner where id = ${id}`.execute(db)
  return rows[0]
}

/** Partners in the order of their ids, those after `afterId`. */
export async function listPartners(db: Db, input: { afterId: string; limit: number }): Promise<Partner[]> {
  const { rows } = await sql<Partner>`
    select ${columns} from partner where id > ${input.afterId} order by id limit ${input.limit}`.execute(db)
  return rows
}

/**
 * Keeps the partner's connection from being made or ended by another transaction until this one is over. Whoever registers a
 * company takes a share of the same lock, so a company never falls between a connection and its accounts. Answers whether it exists.
 */
export async function lockPartner(tx: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select from partner where id = ${id} for update`.execute(tx)
  return rows.length > 0
}
