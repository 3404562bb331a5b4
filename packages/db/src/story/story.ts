import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { type Of, SOURCES, type StoryEvent } from './sources.ts'

/** All that happened to one company, its partner's connection and what was said to the partner, in order of time. */
export interface Story {
  partner: { id: string; name: string; adminEmail: string | null }
  company: { id: string; name: string; archivedAt: Date | null; lastPeriod: string | null }
  events: StoryEvent[]
  /** There is more before the first of these. */
  hasEarlier: boolean
}

/** The story of a company, its newest `limit` events before `before`; `undefined` where the company is not known. */
export async function companyStory(
  db: Db,
  input: Of & { before?: Date | undefined; limit: number },
): Promise<Story | undefined> {
  const { partnerId, companyId, before, limit } = input
  type Head = Story['company'] & { partnerName: string; adminEmail: string | null }
  const { rows: heads } = await sql<Head>`
    select co.id, co.name, co.archived_at as "archivedAt", co.last_period as "lastPeriod", pa.name as "partnerName", pa.admin_email as "adminEmail"
    from company co join partner pa on pa.id = co.partner_id
    where co.partner_id = ${partnerId} and co.id = ${companyId}`.execute(db)
  const head = heads[0]
  if (!head) return undefined
  const events = sql.join(
    SOURCES.map((source) => sql`(${source({ partnerId, companyId })})`),
    sql` union all `,
  )
  const { rows } = await sql<StoryEvent>`
    with connections as materialized (select * from connection where partner_id = ${partnerId}),
    pushes as materialized (
      select p.* from connections c
      join partner_run pr on pr.connection_id = c.id
      join push p on p.connection_id = pr.connection_id and p.period = pr.period and p.company_id = ${companyId})
    select at, kind, period, data from (${events}) e
    where at is not null and ${before ? sql`at < ${before}` : sql`true`}
    order by at desc, place desc limit ${limit + 1}`.execute(db)
  const { partnerName, adminEmail, ...company } = head
  return {
    partner: { id: partnerId, name: partnerName, adminEmail },
    company,
    events: rows.slice(0, limit).reverse(),
    hasEarlier: rows.length > limit,
  }
}
