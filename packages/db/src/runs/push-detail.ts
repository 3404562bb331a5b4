import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { type ReportingCall, reportedBy, reportedByJoins } from '../story/reported-by.ts'
import { type RunPush, runPushColumns, runPushJoins } from './run-pushes.ts'

/** One call to Gradient for a push. What was sent is the number; a key is nowhere kept. */
export interface PushAttempt {
  id: string
  worker: string
  startedAt: Date
  finishedAt: Date
  unitCount: number | null
  revision: number | null
  /** The view in Gradient was not to be rebuilt after it. */
  noBuild: boolean | null
  httpStatus: number | null
  reason: string | null
  message: string | null
}

/** One report of the company's count in this period. */
export interface PushRevision {
  revision: number
  billableUsers: number
  reportedAt: Date
  replacedAt: Date | null
  reportedBy: ReportingCall | null
}

/** All that is known of one push. */
export interface PushDetail extends RunPush {
  runId: string
  /** Its round: the job in the queue carries it. */
  nudge: number
  finalZero: boolean
  rebuild: boolean
  claimedBy: string | null
  claimedUntil: Date | null
  openedAt: Date
  /** The cause of its failure, without ids. */
  causeMessage: string | null
  /** The newest first, at most so many as were asked for. */
  attemptList: PushAttempt[]
  revisions: PushRevision[]
  /** Calls that were lost sight of, and are not known to be over. */
  lostCalls: { unitCount: number | null; lostAt: Date }[]
  /** Operators' retries that it was in. */
  retries: {
    retryId: string
    askedAt: Date
    askedBy: string
    reason: string
    state: string
    why: string | null
    outcome: string | null
  }[]
}

/** One push, if it is known, with its calls and reports, at most `limit` of each. */
export async function getPushDetail(db: Db, input: { pushId: string; limit: number }): Promise<PushDetail | undefined> {
  const { pushId, limit } = input
  type Head = Omit<PushDetail, 'attemptList' | 'revisions' | 'lostCalls' | 'retries'>
  const { rows } = await sql<Head>`
    select ${runPushColumns}, pr.run_id as "runId", p.nudge, p.final_zero as "finalZero", p.rebuild, p.claimed_by as "claimedBy",
      p.claimed_until as "claimedUntil", p.opened_at as "openedAt", f.message as "causeMessage"
    from push p ${runPushJoins}
    join partner_run pr on pr.connection_id = p.connection_id and pr.period = p.period
    left join failure_cause f on f.id = p.cause_id
    where p.id = ${pushId}`.execute(db)
  const head = rows[0]
  if (!head) return undefined
  const [attemptList, revisions, lostCalls, retries] = await Promise.all([
    attemptsOf(db, pushId, limit),
    revisionsOf(db, head, limit),
    sql<PushDetail['lostCalls'][number]>`
      select unit_count as "unitCount", lost_at as "lostAt" from lost_call
      where resolved_at is null and push_id = ${pushId} order by lost_at desc limit ${limit}`.execute(db),
    sql<PushDetail['retries'][number]>`
      select r.id as "retryId", r.asked_at as "askedAt", r.asked_by as "askedBy", r.reason, i.state, i.why, i.outcome
      from retry_item i join retry r on r.id = i.retry_id where i.push_id = ${pushId} order by r.asked_at desc limit ${limit}`.execute(
      db,
    ),
  ])
  return { ...head, attemptList, revisions, lostCalls: lostCalls.rows, retries: retries.rows }
}

async function attemptsOf(db: Db, pushId: string, limit: number): Promise<PushAttempt[]> {
  const { rows } = await sql<PushAttempt>`
    select id, worker, started_at as "startedAt", finished_at as "finishedAt", unit_count as "unitCount", revision, no_build as "noBuild",
      http_status as "httpStatus", reason, message
    from attempt where push_id = ${pushId} order by id desc limit ${limit}`.execute(db)
  return rows
}

async function revisionsOf(
  db: Db,
  of: Pick<RunPush, 'partnerId' | 'companyId' | 'period'>,
  limit: number,
): Promise<PushRevision[]> {
  const its = sql`u.partner_id = ${of.partnerId} and u.company_id = ${of.companyId} and u.period = ${of.period}`
  const { rows } = await sql<PushRevision>`
    select u.revision, u.billable_users as "billableUsers", u.reported_at as "reportedAt", null as "replacedAt", ${reportedBy} as "reportedBy"
    from usage_count u ${reportedByJoins} where ${its}
    union all
    select u.revision, u.billable_users, u.reported_at, u.replaced_at, ${reportedBy}
    from usage_revision u ${reportedByJoins} where ${its}
    order by revision desc limit ${limit}`.execute(db)
  return rows
}
