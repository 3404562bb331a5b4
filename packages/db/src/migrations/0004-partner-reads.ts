import { type Kysely, sql } from 'kysely'

/** What the partner's page looks for, so that one partner's numbers are found without reading everybody's. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
-- the order and the letters of all scripts, whatever the database's own locale is
do $$ begin
  execute format('create collation by_name from pg_catalog.%I', (
    select collname from pg_collation
    where collnamespace = 'pg_catalog'::regnamespace and collname in ('und-x-icu', 'pg_c_utf8', 'C')
    order by array_position(array['und-x-icu', 'pg_c_utf8', 'C']::name[], collname) limit 1));
end $$;

-- A text as it is looked for: the same for capital and small letters, full and half width, composed and decomposed ones. Upper case, since
-- Greek has one capital sigma for its two small ones.
create function search_text(text) returns text language sql immutable parallel safe
  return upper(normalize($1, nfkc) collate by_name);

-- the calls after which Gradient had the number, and those to which it answered that the account is not mapped
create index attempt_taken on attempt (push_id, id) where http_status between 200 and 299 and reason is null;
create index attempt_unmapped on attempt (push_id, id) where reason = 'unmapped';

-- A month of a partner lies together, for its sums and its preview. Nobody looks for a company without a month but its own history, which has few.
alter table usage_count drop constraint usage_count_pkey, add primary key (partner_id, period, company_id);

create index account_sync_newest on account_sync (connection_id, requested_at desc);
create index billing_run_of on billing_run (period, partner_id, started_at desc);
`.execute(db)
}
