import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * Takes from every database user what would change what operators did, from the one that owns the tables too: they can read it and add to it. An
 * owner could give it back to itself, and a superuser is asked for nothing: then the trigger on the table refuses. A user for the services
 * (`giveTablesToServices`) can do neither. It is given each new table as a matter of course, so that this is looked at after each migration.
 */
export async function keepAuditToAdding(db: Db): Promise<void> {
  await sql`
do $$
declare
  given record;
begin
  -- of several migrations at once, one after the other: Postgres lets rights be changed by one at a time, and throws at the others
  perform pg_advisory_xact_lock(hashtext('operator_action'));
  for given in
    select distinct a.grantee, pg_get_userbyid(a.grantee) as name
    from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
    where c.oid = to_regclass('operator_action') and pg_has_role(c.relowner, 'usage') and a.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
  loop
    if given.grantee = 0 then
      revoke update, delete, truncate, trigger on operator_action from public;
    else
      execute format('revoke update, delete, truncate, trigger on operator_action from %I', given.name);
    end if;
  end loop;
end $$`.execute(db)
}

/** Whether the user that we work as can do nothing to what operators did but read it and add to it, and nothing about that. */
export async function onlyAddsToAudit(db: Db): Promise<boolean> {
  const { rows } = await sql<{ only: boolean }>`
    select has_table_privilege(c.oid, 'insert') and not has_table_privilege(c.oid, 'update, delete, truncate, trigger')
      and not pg_has_role(c.relowner, 'member') as only
    from pg_class c where c.oid = to_regclass('operator_action')`.execute(db)
  return rows[0]?.only === true
}
