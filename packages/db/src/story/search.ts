import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { companiesByName, idBeginsWith, partnersLookedFor } from '../runs/looked-for.ts'

/** What a text may mean. */
export interface Found {
  partners: { id: string; name: string }[]
  companies: { partnerId: string; partnerName: string; id: string; name: string; archived: boolean }[]
  /** A push whose number it is, or that a job of this id is about. */
  pushes: {
    id: string
    partnerId: string
    partnerName: string
    companyId: string
    companyName: string
    period: string
  }[]
}

/**
 * Looks for partners (name or id has the text in it), companies (name has it in it, or id begins with it as it is typed) and pushes (`17`, or the id
 * of a job, `push-17-2`), at most `limit` of each: those whose id it is first, then those that begin with it.
 */
export async function searchAll(db: Db, input: { text: string; limit: number }): Promise<Found> {
  const { text, limit } = input
  const [partners, companies, pushes] = await Promise.all([
    sql<Found['partners'][number]>`
      select id, name from partner where id in (${partnersLookedFor(text)})
      order by id = ${text} desc, starts_with(search_name, search_text(${text})) desc, name, id limit ${limit}`.execute(
      db,
    ),
    sql<Found['companies'][number]>`
      with by_id as materialized (select partner_id, id from company where ${idBeginsWith(text)} order by id limit ${limit}),
      by_name as materialized (${companiesByName(text)} limit ${limit * 10})
      select co.partner_id as "partnerId", pa.name as "partnerName", co.id, co.name, co.archived_at is not null as archived
      from (select * from by_id union select * from by_name) f
      join company co on co.partner_id = f.partner_id and co.id = f.id
      join partner pa on pa.id = co.partner_id
      order by co.id = ${text} desc, starts_with(co.search_name, search_text(${text})) desc, co.name, co.partner_id, co.id limit ${limit}`.execute(
      db,
    ),
    pushesOf(db, text),
  ])
  return { partners: partners.rows, companies: companies.rows, pushes }
}

async function pushesOf(db: Db, text: string): Promise<Found['pushes']> {
  const id = /^(?:push-)?(\d{1,18})(?:-\d+)?$/.exec(text)?.[1]
  if (id === undefined) return []
  const { rows } = await sql<Found['pushes'][number]>`
    select p.id, p.partner_id as "partnerId", pa.name as "partnerName", p.company_id as "companyId", co.name as "companyName", p.period
    from push p join partner pa on pa.id = p.partner_id join company co on co.partner_id = p.partner_id and co.id = p.company_id
    where p.id = ${id}::bigint`.execute(db)
  return rows
}
