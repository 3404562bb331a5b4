import { type RawBuilder, sql } from 'kysely'

/**
 * The pushes of months in each state (`period, outcome, pushes`), and of those that Gradient took the sum of their numbers (`users`). `months` answers
 * `period`, each once. Most of a month is accepted: these are counted without being told apart, from the index `push_billed`, the others from
 * `push_not_billed`, and no push is looked at. One statement, so that all of it is of one moment.
 */
export const monthCounts = (months: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select m.period, 'accepted' as outcome, billed.pushes, billed.users from (${months}) m
  cross join lateral (
    select count(*)::integer as pushes, sum(p.unit_count) as users from push p
    where p.period = m.period and p.outcome = 'accepted' and p.settled_at is not null) billed
  where billed.pushes > 0
  union all
  select p.period, p.outcome, count(*)::integer, null from push p
  where p.period = any(array(${months})) and p.outcome <> 'accepted' group by p.period, p.outcome`
