import { lastClosedPeriod, type Period, shiftPeriod } from '@bridge/domain'
import { type RawBuilder, sql } from 'kysely'
import { SEEDED_CAUSES } from './causes.ts'
import { COMPANY_NAMES, PARTNER_NAMES } from './names.ts'

/** What is put into a database so that every page of the console has something to show. */
export interface ConsoleSeed {
  /** Pushes in all, of twelve months that grow; the newest has about a sixth of them. */
  pushes: number
  /** Calls in all; what the pushes do not account for are calls of syncs. */
  attempts: number
  now: Date
  /** How much of the newest month has been sent: less than 1 leaves its run unfinished, begun twenty minutes before `now`. */
  sent?: number
  /** Also what operators did in these months: retries, stops, and their lines in the audit. */
  withOperators?: boolean
}

export const MONTHS = 12
const COMPANIES_PER_PARTNER = 77

/** The sizes that a seed comes to. */
export interface Shape {
  seed: ConsoleSeed
  periods: Period[]
  companies: number
  partners: number
  isOver: boolean
  sentPerMille: number
}

/** Makes it. */
export function shapeOf(seed: ConsoleSeed): Shape {
  const { sent = 1 } = seed
  const newest = lastClosedPeriod(seed.now, 'America/New_York')
  // Growing by a twelfth each month, less those whose partner connected later.
  const companies = Math.ceil((seed.pushes / ((MONTHS + 1) / 2)) * 1.05)
  return {
    seed,
    periods: Array.from({ length: MONTHS }, (_, index) => shiftPeriod(newest, index + 1 - MONTHS)),
    companies,
    partners: Math.max(20, Math.round(companies / COMPANIES_PER_PARTNER)),
    isOver: sent >= 1,
    sentPerMille: Math.round(sent * 1000),
  }
}

const startsAt = ({ periods, isOver, seed }: Shape) => sql`
  case when m.period = ${periods.at(-1)} and ${!isOver}::boolean then ${seed.now}::timestamptz - interval '20 minutes'
    else (m.period || '-01')::timestamp at time zone 'UTC' + interval '1 month 5 hours' end`

const column = (name: 'state' | 'reason' | 'message') => SEEDED_CAUSES.map((row) => row[name])

/** Temporary tables: months, partners, companies, causes, connections, and every push with what becomes of it. */
export const shapeTables = (shape: Shape): RawBuilder<unknown>[] => [
  sql`
      create function pg_temp.seed_uuid(text) returns uuid language sql immutable
        return overlay(overlay(md5($1) placing '4' from 13) placing 'a' from 17)::uuid`,
  sql`
      create temporary table seed_month as
      select m.number::integer, m.period, ${startsAt(shape)} as starts_at
      from unnest(${shape.periods}::text[]) with ordinality as m (period, number)`,
  sql`
      create temporary table seed_partner as
      select n, 'msp-' || (1000 + n) as id,
        (${PARTNER_NAMES}::text[])[1 + n % ${PARTNER_NAMES.length}] || case when n > ${PARTNER_NAMES.length} then ' ' || n else '' end as name,
        case when n % 5 = 0 then 1 + n % 11 else 1 end as connected_in,
        n % 37 = 3 as disconnected, n % 29 = 5 as needs_key, n % 41 = 9 as reconnected, n % 13 = 11 as troubled
      from generate_series(1, ${shape.partners}::integer) n`,
  sql`
      create temporary table seed_company as
      select c.n, sp.n as partner_number, sp.id as partner_id, 'c-' || lpad(c.n::text, 6, '0') as id,
        (${COMPANY_NAMES[0]}::text[])[1 + h % ${COMPANY_NAMES[0].length}] || ' ' || (${COMPANY_NAMES[1]}::text[])[1 + (h / 97) % ${COMPANY_NAMES[1].length}]
          || case when c.n % 3 = 0 then '' else ' ' || (${COMPANY_NAMES[2]}::text[])[1 + (h / 9973) % ${COMPANY_NAMES[2].length}] end as name,
        greatest(sp.connected_in, 1 + h % ${MONTHS}) as since
      from generate_series(1, ${shape.companies}::integer) as c (n)
      cross join lateral (select hashint4(c.n) & 2147483647 as h) hash
      join seed_partner sp on sp.n = 1 + floor(${shape.partners} * power((c.n - 1)::double precision / ${shape.companies}, 1.6))::integer`,
  sql`
      create temporary table seed_cause as
      select c.*, count(*) over (partition by state) as places from unnest(${column('state')}::text[], ${SEEDED_CAUSES.map(({ place }) => place)}::integer[], ${column('reason')}::text[],
        ${SEEDED_CAUSES.map(({ httpStatus }) => httpStatus)}::integer[], ${column('message')}::text[],
        ${SEEDED_CAUSES.map(({ cause }) => cause.id)}::text[]) as c (state, place, reason, http_status, message, cause_id)`,
  sql`
      create temporary table seed_connection as
      select pg_temp.seed_uuid('connection ' || sp.n || ' ' || k.round) as id, sp.n, sp.id as partner_id, sp.name, sp.disconnected, sp.needs_key, sp.reconnected, sp.troubled, k.round, k.first_month, k.last_month
      from seed_partner sp, lateral (values
        (1, sp.connected_in, case when sp.reconnected then 6 else ${MONTHS} end),
        (2, greatest(7, sp.connected_in), case when sp.reconnected then ${MONTHS} else 0 end)) as k (round, first_month, last_month)
      where k.first_month <= k.last_month`,
  sql`
      create temporary table seed_push as
      select sc.n, m.number as month, m.period, m.starts_at, k.id as connection_id, sc.partner_id, sc.id as company_id, k.reconnected, k.troubled, r.r, r.r2,
        row_number() over (partition by k.id, m.period order by sc.id)::integer as turn,
        case
          when m.number = ${MONTHS} and r.r2 % 1000 >= ${shape.sentPerMille} and not k.needs_key and not k.disconnected then 'waiting'
          when r.r >= 9450 and r.r < 9700 then 'no_usage'
          when m.number = ${MONTHS} and k.needs_key then 'waiting'
          when k.last_month = m.number and (k.disconnected or k.last_month < ${MONTHS}) and r.r2 % 5 = 0 then 'cancelled'
          when r.r < 8400 and not (k.troubled and m.number = ${MONTHS} and r.r2 % 3 = 0) then 'accepted'
          when r.r < 9000 then case when k.troubled and m.number = ${MONTHS} then 'failed' else 'unmapped' end
          when r.r < 9150 then 'failed'
          when r.r < 9200 then 'refused'
          when r.r >= 9700 and m.number < ${MONTHS} then case when r.r < 9800 then 'superseded' else 'accepted' end
          when r.r >= 9700 and r.r < 9800 then 'waiting'
          when r.r >= 9800 and r.r < 9830 and not k.disconnected then 'sending'
          else 'accepted' end as outcome,
        m.number = ${MONTHS} and r.r2 % 1000 >= ${shape.sentPerMille} and not k.needs_key and not k.disconnected as untouched, k.needs_key
      from seed_month m
      join seed_company sc on sc.since <= m.number
      join seed_connection k on k.n = sc.partner_number and m.number between k.first_month and k.last_month
      cross join lateral (select (hashint4(sc.n * 13 + m.number) & 2147483647) % 10000 as r, hashint4(sc.n * 17 + m.number * 7) & 2147483647 as r2) r
      order by m.number desc, sc.partner_id, sc.id limit ${shape.seed.pushes}`,
  sql`analyze seed_month, seed_partner, seed_company, seed_cause, seed_connection, seed_push`,
]

/** Removes them. */
export const dropShapeTables = (): RawBuilder<unknown>[] =>
  ['month', 'partner', 'company', 'cause', 'connection', 'push'].map(
    (name) => sql`drop table ${sql.table(`seed_${name}`)}`,
  )
