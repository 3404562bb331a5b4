-- Gives the services a database user of their own. It reads and writes every table, but to what operators did (operator_action) it can only add, and
-- it owns nothing: it cannot drop the trigger that refuses changes there.
--
-- Run it once, after the migrations, as the user that owns the tables and may make roles:  psql "$DATABASE_URL" -f deploy/service-user.sql
-- Then  alter role bridge_services password '...';  and give that user to the services in DATABASE_URL. The migrations keep the owner, whose tables of later
-- versions are given to the services by themselves. Running it again changes nothing.
do $$ begin
  if not exists (select from pg_roles where rolname = 'bridge_services') then
    create role bridge_services login;
  end if;
end $$;
grant usage on schema public to bridge_services;
grant select, insert, update, delete on all tables in schema public to bridge_services;
alter default privileges in schema public grant select, insert, update, delete on tables to bridge_services;
revoke update, delete, truncate on operator_action from bridge_services;
revoke insert, update, delete on kysely_migration, kysely_migration_lock from bridge_services;
