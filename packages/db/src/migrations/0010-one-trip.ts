import { type Kysely, sql } from 'kysely'

/**
 * The two calls that are made most often, each in one trip to the database. Every statement of such a function sees what was committed before that statement began, as
 * statements sent one by one do (READ COMMITTED; the functions are volatile, as functions are unless they say otherwise).
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
-- Registers, renames or brings back a company, and sets its account to be sent where the partner is connected. is_new is null where nothing was written: the company
-- stands so already, or the partner is not known.
-- The account is a statement of its own, after the one that waits for the partner's row: whoever connects at this moment holds that row, and only a later statement
-- sees the connection. Insert and update are two: one upsert would have the trigger for changed names run for every new company.
create function register_company(of_partner text, new_id text, new_name text,
  out is_new boolean, out made_at timestamptz, out changed_at timestamptz, out link_id uuid, out link_status text,
  out account_state text, out account_reason text, out account_changed_at timestamptz)
language plpgsql as $$
begin
  with known as (select p.id from partner p where p.id = of_partner for key share)
  insert into company as co (partner_id, id, name) select known.id, new_id, new_name from known
  on conflict do nothing
  returning true, co.created_at, co.updated_at into is_new, made_at, changed_at;
  if not found then
    update company co set name = new_name, archived_at = null, last_period = null, updated_at = now()
    where co.partner_id = of_partner and co.id = new_id and (co.name <> new_name or co.archived_at is not null)
    returning false, co.created_at, co.updated_at into is_new, made_at, changed_at;
    if not found then
      return;
    end if;
  end if;
  insert into account as a (connection_id, company_id)
  select c.id, new_id from connection c where c.partner_id = of_partner and c.status <> 'disconnected'
  on conflict (connection_id, company_id) do update set due = true, due_at = now()
  returning a.connection_id, (select c.status from connection c where c.id = a.connection_id), a.state, a.reason, a.updated_at
  into link_id, link_status, account_state, account_reason, account_changed_at;
end $$;

-- Writes a report, or finds it there with the same number. No row: the company cannot have it, the partner's run of that period has begun, or another report was
-- written at this moment. An insert that meets a row does nothing, since an upsert would have the trigger that keeps old reports run for every new one.
create function report_usage(of_partner text, of_company text, of_period text, users integer, reporter uuid) returns setof usage_count
language plpgsql as $$
begin
  return query
  insert into usage_count as u (partner_id, company_id, period, billable_users, revision, reported_by)
  select co.partner_id, co.id, of_period, users, 1, reporter from company co
  where co.partner_id = of_partner and co.id = of_company and (co.last_period is null or co.last_period >= of_period)
    and not exists (
      select from connection c join partner_run pr on pr.connection_id = c.id and pr.period = of_period
      where c.partner_id = of_partner and c.status <> 'disconnected')
  on conflict do nothing
  returning u.*;
  if found then
    return;
  end if;
  return query
  select u.* from usage_count u
  where u.partner_id = of_partner and u.company_id = of_company and u.period = of_period and u.billable_users = users;
  if found then
    return;
  end if;
  return query
  update usage_count u set billable_users = users, revision = u.revision + 1, reported_at = now(), reported_by = reporter
  from company co
  where u.partner_id = of_partner and u.company_id = of_company and u.period = of_period and u.billable_users <> users
    and co.partner_id = of_partner and co.id = of_company and (co.last_period is null or co.last_period >= of_period)
    and not exists (
      select from connection c join partner_run pr on pr.connection_id = c.id and pr.period = of_period
      where c.partner_id = of_partner and c.status <> 'disconnected')
  returning u.*;
end $$;

-- As for companies and counts: the check of each row was a quarter of what an account costs, and held the connection's row, where everybody who registers met.
-- Connections are never deleted, and every statement that writes accounts takes their connection from that table.
alter table account drop constraint account_connection_id_fkey;
`.execute(db)
}
