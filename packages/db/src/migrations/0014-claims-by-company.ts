import { type Kysely, sql } from 'kysely'

/**
 * What is being sent is found by the index that keeps two calls of a company apart, and by no other. There are as many such pushes as calls under way, so whoever looks for claims that ran
 * out reads all of them. With an index by the end of claims beside it Postgres took whichever it came to first, since both seem empty, and read every call under way for each company that it asked for.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`drop index push_claimed`.execute(db)
}
