import { sql } from 'kysely'
import type { ClientBase } from 'pg'
import type { Db } from './connect.ts'

/**
 * The role that the services work as: it may read and write every table, but of what operators did (`operator_action`) it may only read and add
 * to, and it owns nothing. Where there is one database user, in `DATABASE_URL`, its connections put this role on, so that a slip in a service, or
 * a statement that was smuggled into one, is refused by Postgres itself. Whoever has that user's password can take the role off again: then the
 * trigger on the table refuses. A user of their own for the services settles it for good (README.md, "Two users").
 */
export const SERVICE_ROLE = 'bridge_service'

/**
 * Makes the role where this user may, and gives it what the tables of this database that have come since it lacks; several at once are safe. Where
 * the user may not make roles, and nobody has made it and given it to them, it does nothing: the services then work as the user itself.
 */
export async function prepareServiceRole(db: Db): Promise<void> {
  await sql`
do $$
declare
  missing record;
  -- from Postgres 16 on, a member may not put a role on as a matter of course
  wears text := case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end;
begin
  perform pg_advisory_xact_lock(hashtext('bridge_service'));
  begin
    if not exists (select from pg_roles where rolname = 'bridge_service') then
      create role bridge_service nologin;
    end if;
    if not pg_has_role(current_user, 'bridge_service', wears) then
      execute format('grant bridge_service to %I', current_user);
    end if;
  exception when insufficient_privilege or duplicate_object or unique_violation then null;
  end;
  if not exists (select from pg_roles where rolname = 'bridge_service' and pg_has_role(current_user, oid, wears)) then
    return;
  end if;
  for missing in
    select c.oid::regclass as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'usage')
      and c.relname not like 'kysely_%' and c.relname <> 'operator_action'
      and not (has_table_privilege('bridge_service', c.oid, 'select') and has_table_privilege('bridge_service', c.oid, 'insert')
        and has_table_privilege('bridge_service', c.oid, 'update') and has_table_privilege('bridge_service', c.oid, 'delete'))
  loop
    execute format('grant select, insert, update, delete on %s to bridge_service', missing.name);
  end loop;
  for missing in
    select c.oid::regclass as name, case when c.relname = 'operator_action' then 'select, insert' else 'select' end as rights from pg_class c
    where c.relnamespace = 'public'::regnamespace and (c.relname like 'kysely_%' or c.relname = 'operator_action') and c.relkind = 'r'
      and not has_table_privilege('bridge_service', c.oid, 'select')
  loop
    execute format('grant %s on %s to bridge_service', missing.rights, missing.name);
  end loop;
exception when insufficient_privilege then null;
end $$`.execute(db)
}

/**
 * Puts the role on, for as long as this connection lasts, where it is there, the user may, and it has what it needs in this database; else the
 * user goes on as it is.
 */
export async function putOnServiceRole(client: ClientBase): Promise<void> {
  await client
    .query({
      text: `
        select set_config('role', r.rolname, false) from pg_roles r
        where r.rolname = $1
          and pg_has_role(session_user, r.oid, case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end)
          and to_regclass('public.operator_action') is not null
          and not exists (
            select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
              and pg_has_role(session_user, c.relowner, 'usage') and not has_table_privilege(r.oid, c.oid, 'select'))`,
      values: [SERVICE_ROLE],
    })
    // Postgres may forbid the change of roles by a rule that we do not know: no reason to have no database.
    .catch(() => undefined)
}

/** Whether this connection can do nothing to what operators did but read it and add to it: whether it wears the role. */
export async function onlyAddsToAudit(db: Db): Promise<boolean> {
  const { rows } = await sql<{ only: boolean }>`
    select not (has_table_privilege('operator_action', 'update') or has_table_privilege('operator_action', 'delete')
      or has_table_privilege('operator_action', 'truncate')) as only`.execute(db)
  return rows[0]?.only === true
}
