import { type RawBuilder, sql } from 'kysely'

/** A text as a pattern that finds it anywhere; no character of it is a wildcard. */
const anywhere = (text: string): RawBuilder<string> =>
  sql`(select '%' || replace(replace(replace(search_text(${text}::text), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')`

/** The ids of partners in whose name or id the text stands, whatever its capitals. */
export const partnersLookedFor = (text: string): RawBuilder<unknown> =>
  sql`select id from partner where search_name like ${anywhere(text)} or upper(id) like ${anywhere(text)}`

/** The companies (`partner_id, id`) in whose name the text stands. */
export const companiesByName = (text: string): RawBuilder<unknown> =>
  sql`select partner_id, id from company where search_name like ${anywhere(text)}`

/** The companies (`partner_id, id`) in whose name the text stands, whose id begins with it as it is typed, or whose partner is found by it. */
export const companiesLookedFor = (text: string): RawBuilder<unknown> => sql`
  ${companiesByName(text)}
  union select partner_id, id from company where ${idBeginsWith(text)}
  union select co.partner_id, co.id from company co where co.partner_id in (${partnersLookedFor(text)})`

/** That a company's `id` begins with the text: an index is read for it. No id has a letter beyond `~`. */
export const idBeginsWith = (text: string): RawBuilder<boolean> =>
  sql`(id >= ${text}::text collate "C" and id < (${text}::text || chr(127)) collate "C")`
