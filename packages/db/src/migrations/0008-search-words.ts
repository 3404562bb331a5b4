import { type Kysely, sql } from 'kysely'

/** What operators look for in names of partners and in the audit is kept as it is looked for: to make it so took most of the time of a search. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
-- the same as search_text, soon done for plain letters
create function search_words(text) returns text language sql immutable parallel safe
  return case when octet_length($1) = length($1) then upper($1 collate "C") else search_text($1) end;

alter table partner add column search_name text collate "C" generated always as (search_words(name)) stored;
alter table operator_action add column search_words text collate "C" generated always as (search_words(
  operator_name || coalesce(' ' || address, '') || ' ' || action || coalesce(' ' || reason, '') || ' ' || on_rows::text ||
  coalesce(' ' || before::text, '') || coalesce(' ' || after::text, ''))) stored;
`.execute(db)
}
