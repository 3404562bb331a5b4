import { PUSH_MOVES } from '@bridge/domain'
import { type Kysely, sql } from 'kysely'

/**
 * What a month's run does for each count and each partner stays cheap whatever Postgres believes of the month.
 *
 * While the first month is sent its statistics say that nothing is accepted yet, and any look at a partner's accepted counts went to `push_billed`, as an index that is nearly empty, and read all
 * of the month in it, once for each partner. Only who says that a push has its time (which every accepted one has) is answered from it now.
 *
 * Which moves are legal is said in the trigger itself; a look at a table for each move cost a tenth of what the move did.
 */
export async function up(db: Kysely<never>): Promise<void> {
  const moves = Object.entries(PUSH_MOVES).flatMap(([from, to]) => Object.keys(to).map((state) => `${from} ${state}`))
  await sql`
alter table push add constraint push_accepted_at check (outcome <> 'accepted' or settled_at is not null);
drop index push_billed;
create index push_billed on push (period) include (unit_count) where outcome = 'accepted' and settled_at is not null;

drop trigger push_moves on push;
create or replace function refuse_illegal_move() returns trigger language plpgsql as $$
begin
  raise exception 'push % may not move from % to %', old.id, old.outcome, new.outcome using errcode = 'check_violation';
end $$;
create trigger push_moves before update of outcome on push for each row
  when (old.outcome <> new.outcome and old.outcome || ' ' || new.outcome <> all (${sql.lit(`{${moves.join(',')}}`)}::text[]))
  execute function refuse_illegal_move();
drop table push_move;
`.execute(db)
}
