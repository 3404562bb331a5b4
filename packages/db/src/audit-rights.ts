import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * Takes from every database user but the owner of the tables what would change what operators did: they can read it and add to it. A user for the
 * services (deploy/service-user.sql) is given each new table as a matter of course, this one too where it was there before the tables.
 */
export async function keepAuditToAdding(db: Db): Promise<void> {
  await sql`
do $$
declare
  given record;
begin
  for given in
    select distinct a.grantee, pg_get_userbyid(a.grantee) as name from pg_class c, aclexplode(c.relacl) a
    where c.oid = to_regclass('operator_action') and a.grantee <> c.relowner and a.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
  loop
    if given.grantee = 0 then
      revoke update, delete, truncate, trigger on operator_action from public;
    else
      execute format('revoke update, delete, truncate, trigger on operator_action from %I', given.name);
    end if;
  end loop;
end $$`.execute(db)
}

/** Whether the user that we work as can do nothing to what operators did but read it and add to it. */
export async function onlyAddsToAudit(db: Db): Promise<boolean> {
  const { rows } = await sql<{ only: boolean }>`
    select has_table_privilege('operator_action', 'insert') and not has_table_privilege('operator_action', 'update, delete, truncate, trigger') as only`.execute(
    db,
  )
  return rows[0]?.only === true
}
