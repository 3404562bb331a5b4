import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * Counts one more try under this key and answers how many there were in the present window, which begins with the first of them. Counted before
 * anything is looked at, so that tries at the same moment, in whichever process, all count.
 */
export async function countSignInTry(
  db: Db,
  input: { key: Buffer; now: Date; windowMs: number },
): Promise<{ tries: number; beganAt: Date }> {
  const { key, now, windowMs } = input
  const isOver = sql`t.began_at <= ${new Date(now.getTime() - windowMs)}`
  const { rows } = await sql<{ tries: number; beganAt: Date }>`
    insert into sign_in_tries as t (key, began_at, tries) values (${key}, ${now}, 1)
    on conflict (key) do update set
      tries = case when ${isOver} then 1 else t.tries + 1 end, began_at = case when ${isOver} then excluded.began_at else t.began_at end
    returning tries, began_at as "beganAt"`.execute(db)
  const counted = rows[0]
  if (!counted) throw new Error('the try was not counted')
  return counted
}

/** Forgets the tries under this key: whoever made them has proved who they are. */
export async function forgetSignInTries(db: Db, key: Buffer): Promise<void> {
  await sql`delete from sign_in_tries where key = ${key}`.execute(db)
}
