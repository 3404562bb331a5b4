import { type RawBuilder, sql } from 'kysely'

/** The partner's connections that a period was billed on, the newest first, as one array: most often of one. */
export function connectionsBilled(of: { partnerId: string; period: RawBuilder<unknown> }): RawBuilder<unknown> {
  return sql`(
    select array_agg(c.id order by c.connected_at desc) from connection c
    join partner_run pr on pr.connection_id = c.id and pr.period = ${of.period}
    where c.partner_id = ${of.partnerId})`
}

/**
 * Of `p` (a push): no newer one of these connections (`connectionsBilled`) has a push for its company. Those of the newest connection are told at a
 * glance; others are looked up one by one, which is the price of a month in which the partner connected anew.
 */
export function isNewestPush(connections: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(p.connection_id = (${connections})[1] or not exists (
    select from unnest(${connections}) with ordinality newer(id, place)
    join push q on q.connection_id = newer.id and q.company_id = p.company_id and q.period = p.period
    where newer.place < array_position(${connections}, p.connection_id)))`
}
