import { type Kysely, sql } from 'kysely'

/**
 * What keeps a company's push of a month unique begins with the month, so that what a month writes lies together. With the company before the month its pushes lay among those of all other
 * months: with 24 behind it the same hundred counts met 25 times as many pages, most of which had not been written since the last checkpoint, and such a page goes into the log as a whole.
 * Whoever asks for a company's other months names them (`hasNewerPeriod`).
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
create unique index push_once on push (period, connection_id, company_id);
alter table push drop constraint push_connection_id_company_id_period_key, add constraint push_once unique using index push_once;
`.execute(db)
}
