import { type RawBuilder, sql } from 'kysely'

/** That a company's name or id has `search` in it, as it stands: no character is a wildcard. Capital and small letters are one. */
export function matchesSearch(search: string, name: RawBuilder<unknown>, id: RawBuilder<unknown>): RawBuilder<unknown> {
  const sought = sql`(select search_text(${search}::text))`
  return sql`(strpos(search_text(${name}), ${sought}) > 0 or strpos(upper(${id}), ${sought}) > 0)`
}
