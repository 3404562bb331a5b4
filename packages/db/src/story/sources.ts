import { type RawBuilder, sql } from 'kysely'
import { reportedBy, reportedByJoins } from './reported-by.ts'

/** Whose story. */
export interface Of {
  partnerId: string
  companyId: string
}

/** What may have happened. */
export type StoryKind =
  | 'company_registered'
  | 'company_renamed'
  | 'company_archived'
  | 'company_brought_back'
  | 'connected'
  | 'connection_active'
  | 'key_needed'
  | 'key_replaced'
  | 'disconnected'
  | 'account'
  | 'usage_reported'
  | 'month_missed'
  | 'push_opened'
  | 'attempt'
  | 'call_lost'
  | 'push_settled'
  | 'sending_stopped'
  | 'sending_resumed'
  | 'retry'
  | 'operator_action'
  | 'mail'

/** One thing that happened; what `data` has depends on the kind. */
export interface StoryEvent {
  at: Date
  kind: StoryKind
  /** The month that it is about, if it is about one. */
  period: string | null
  data: Record<string, unknown>
}

type Source = (of: Of) => RawBuilder<unknown>

/**
 * Where a story is taken from: each answers `at, kind, period, data, place`; of events of one moment the lower place comes first. They may use
 * `connections` (the partner's, all) and `pushes` (the company's, on all of them).
 */
export const SOURCES: readonly Source[] = [
  ({ partnerId, companyId }) => sql`
    select co.created_at as at, 'company_registered' as kind, null::text as period, jsonb_build_object('name',
      coalesce((select e.old_name from company_event e where e.partner_id = co.partner_id and e.company_id = co.id and e.kind = 'renamed' order by e.id limit 1), co.name)) as data,
      0 as place
    from company co where co.partner_id = ${partnerId} and co.id = ${companyId}`,

  ({ partnerId, companyId }) => sql`
    select e.at, 'company_' || e.kind, e.last_period, jsonb_strip_nulls(jsonb_build_object('from', e.old_name, 'to', e.new_name, 'lastPeriod', e.last_period)), 1
    from company_event e where e.partner_id = ${partnerId} and e.company_id = ${companyId}`,

  () => sql`
    select k.at, k.kind, null, jsonb_build_object('connectionId', c.id, 'organization', c.organization_name), k.place
    from connections c, lateral (values (c.connected_at, 'connected', 2), (c.activated_at, 'connection_active', 12), (c.disconnected_at, 'disconnected', 13)) k (at, kind, place)`,

  () => sql`
    select e.at, case when e.key_replaced then 'key_replaced' else 'key_needed' end, null,
      jsonb_strip_nulls(jsonb_build_object('connectionId', e.connection_id, 'reason', e.reason)), 3
    from connections c join connection_event e on e.connection_id = c.id and (e.key_replaced or e.status = 'needs_key')`,

  ({ companyId }) => sql`
    select e.at, 'account', null, jsonb_strip_nulls(jsonb_build_object('state', e.state, 'name', e.name, 'reason', e.reason)), 4
    from connections c join account_event e on e.connection_id = c.id and e.company_id = ${companyId}`,

  ({ partnerId, companyId }) => sql`
    select u.reported_at, 'usage_reported', u.period, jsonb_build_object('billableUsers', u.billable_users, 'revision', u.revision, 'replacedAt', null, 'reportedBy', ${reportedBy}), 5
    from usage_count u ${reportedByJoins} where u.partner_id = ${partnerId} and u.company_id = ${companyId}`,

  ({ partnerId, companyId }) => sql`
    select u.reported_at, 'usage_reported', u.period,
      jsonb_build_object('billableUsers', u.billable_users, 'revision', u.revision, 'replacedAt', u.replaced_at, 'reportedBy', ${reportedBy}), 5
    from usage_revision u ${reportedByJoins} where u.partner_id = ${partnerId} and u.company_id = ${companyId}`,

  ({ partnerId }) => sql`
    select r.missed_at, 'month_missed', r.period, jsonb_build_object('runId', r.id, 'run', r.kind), 6
    from billing_run r
    where r.missed_at is not null and (r.partner_id is null or r.partner_id = ${partnerId})
      and exists (select from connections c where c.connected_at < r.deadline_at and (c.disconnected_at is null or c.disconnected_at > r.deadline_at))
      and not exists (select from pushes p where p.period = r.period)`,

  () => sql`
    select p.opened_at, 'push_opened', p.period,
      jsonb_build_object('pushId', p.id::text, 'runId', pr.run_id, 'run', r.kind, 'finalZero', p.final_zero), 6
    from pushes p join partner_run pr on pr.connection_id = p.connection_id and pr.period = p.period join billing_run r on r.id = pr.run_id`,

  () => sql`
    select a.finished_at, 'attempt', p.period, jsonb_build_object('pushId', p.id::text, 'unitCount', a.unit_count, 'revision', a.revision, 'httpStatus', a.http_status,
      'reason', a.reason, 'message', a.message, 'worker', a.worker, 'ms', round(extract(epoch from a.finished_at - a.started_at) * 1000), 'lastCall', not a.no_build), 7
    from pushes p join attempt a on a.push_id = p.id`,

  ({ companyId }) => sql`
    select l.lost_at, 'call_lost', p.period, jsonb_build_object('pushId', l.push_id::text, 'unitCount', l.unit_count, 'overAt', l.over_at), 8
    from pushes p join lost_call l on l.push_id = p.id and l.company_id = ${companyId}`,

  () => sql`
    select p.settled_at, 'push_settled', p.period, jsonb_build_object('pushId', p.id::text, 'outcome', p.outcome, 'unitCount', p.unit_count, 'attempts', p.attempts), 9
    from pushes p where p.settled_at is not null`,

  ({ partnerId }) => sql`
    select k.at, k.kind, null, jsonb_build_object('scope', s.scope, 'reason', s.reason, 'detail', case when k.kind = 'sending_stopped' then s.detail else s.resume_reason end, 'by', k.by), 10
    from sending_pause s, lateral (values (s.paused_at, 'sending_stopped', s.paused_by), (s.resumed_at, 'sending_resumed', s.resumed_by)) k (at, kind, by)
    where (s.scope <> 'partner' or s.partner_id = ${partnerId}) and coalesce(s.resumed_at, 'infinity') >= (select min(connected_at) from connections)`,

  () => sql`
    select r.asked_at, 'retry', p.period,
      jsonb_strip_nulls(jsonb_build_object('retryId', r.id, 'pushId', p.id::text, 'by', r.asked_by, 'reason', r.reason, 'state', i.state, 'why', i.why, 'outcome', i.outcome)), 10
    from pushes p join retry_item i on i.push_id = p.id join retry r on r.id = i.retry_id`,

  ({ partnerId, companyId }) => sql`
    select o.at, 'operator_action', null,
      jsonb_strip_nulls(jsonb_build_object('action', o.action, 'by', o.operator_name, 'via', o.via, 'reason', o.reason)), 10
    from (
      select * from operator_action where on_rows @> jsonb_build_object('partnerId', ${partnerId}::text)
      union select o.* from pushes p join operator_action o on o.on_rows @> jsonb_build_object('pushId', p.id::text)
      union select o.* from operator_action o
      where o.action = 'run.order' and o.on_rows ->> 'partnerId' is null and o.after ->> 'period' in (select period::text from pushes)) o
    where o.action not like 'sending.%' and o.action not like 'retry.%'
      and (o.on_rows ->> 'companyId' is null or o.on_rows ->> 'companyId' = ${companyId})`,

  ({ partnerId }) => sql`
    select coalesce(m.settled_at, m.created_at), 'mail', m.period,
      jsonb_build_object('mail', m.kind, 'status', m.status, 'to', m.recipient, 'detail', m.detail), 14
    from mail m where m.partner_id = ${partnerId}`,
]
