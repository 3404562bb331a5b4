import type { OldestDue, Pause, RecentCalls, SignsOfLife, SweepView } from '@bridge/db'

/** A part of the whole, and whether it does its work. */
export interface PartHealth {
  part:
    | 'scheduler'
    | 'account workers'
    | 'billing workers'
    | 'mail worker'
    | 'gateway'
    | 'redis'
    | 'postgres'
    | 'gradient'
    | 'smtp'
  state: 'ok' | 'trouble' | 'unknown'
  /** What is seen of it, and, of trouble, what to do. */
  words: string
  /** Of trouble: since when, where that is known. Else: when it was last seen at work. */
  since: Date | null
}

/** What the parts are judged by: all of it read from Postgres, but for Redis' own answer. */
export interface HealthFacts {
  calls: RecentCalls
  oldest: OldestDue
  signs: SignsOfLife
  sweep: SweepView
  pauses: Pause[]
  /** In words, or undefined. */
  problems: {
    run: string | undefined
    billing: string | undefined
    accounts: string | undefined
    mails: string | undefined
    redis: string | undefined
  }
}

/** What stops everything by itself. */
const SYSTEM_STOPS = ['anomaly', 'vendor_key_refused']
/** A sweep takes its time, and its pause comes after it. */
const SWEEPS_MISSED = 3
const SWEEP_MARGIN_MS = 30_000

/** Judges each part. Pure. */
export function judgeHealth(facts: HealthFacts): PartHealth[] {
  const { problems, oldest } = facts
  return [
    scheduler(facts),
    worker('billing workers', {
      ...facts,
      problem: problems.billing,
      names: facts.signs.billingWorkers,
      dueAt: oldest.pushAt,
      stoppedBy: 'billing',
      what: 'counts',
    }),
    worker('account workers', {
      ...facts,
      problem: problems.accounts,
      names: facts.signs.accountWorkers,
      dueAt: oldest.syncAt,
      stoppedBy: 'accounts',
      what: 'accounts',
    }),
    mailWorker(facts),
    gateway(facts),
    problems.redis
      ? { part: 'redis', state: 'trouble', words: problems.redis, since: null }
      : {
          part: 'redis',
          state: 'ok',
          words: 'It answers, evicts nothing and keeps a file of what it is told',
          since: null,
        },
    { part: 'postgres', state: 'ok', words: 'It answers', since: null },
    gradient(facts),
    smtp(facts),
  ]
}

function scheduler({ sweep, signs, problems }: HealthFacts): PartHealth {
  const part = 'scheduler'
  if (problems.run) return { part, state: 'trouble', words: problems.run, since: sweep.endedAt }
  if (!sweep.endedAt || sweep.everyMs === null)
    return { part, state: 'unknown', words: 'No sweep has ended yet', since: null }
  const every = `${Math.round(sweep.everyMs / 1_000)} s`
  const lateMs = sweep.everyMs * SWEEPS_MISSED + SWEEP_MARGIN_MS
  if (signs.now.getTime() - sweep.endedAt.getTime() > lateMs) {
    const words = `No sweep has ended lately, though they come every ${every}: is a scheduler running, and does it reach Postgres?`
    return { part, state: 'trouble', words, since: sweep.endedAt }
  }
  return { part, state: 'ok', words: `Sweeps come every ${every}`, since: sweep.endedAt }
}

function worker(
  part: 'billing workers' | 'account workers',
  facts: Pick<HealthFacts, 'pauses'> & {
    problem: string | undefined
    names: string[]
    dueAt: Date | null
    stoppedBy: 'billing' | 'accounts'
    what: string
  },
): PartHealth {
  const { problem, names, dueAt, stoppedBy, what } = facts
  if (problem) return { part, state: 'trouble', words: problem, since: dueAt }
  const seen =
    names.length > 0
      ? `${names.length} made calls in the last five minutes`
      : 'None made a call in the last five minutes'
  const stop = facts.pauses.find(({ scope }) => scope === 'all' || scope === stoppedBy)
  if (stop) return { part, state: 'ok', words: `Sending ${what} is stopped. ${seen}`, since: stop.pausedAt }
  if (names.length > 0) return { part, state: 'ok', words: seen, since: null }
  return dueAt
    ? { part, state: 'unknown', words: `${seen}, and work has just become due`, since: dueAt }
    : { part, state: 'ok', words: `${seen}, and nothing is due`, since: null }
}

function mailWorker({ problems, oldest, signs }: HealthFacts): PartHealth {
  const part = 'mail worker'
  if (problems.mails) return { part, state: 'trouble', words: problems.mails, since: oldest.mailAt }
  if (oldest.mailAt) return { part, state: 'ok', words: 'Mails are being sent', since: signs.mailSentAt }
  return { part, state: 'ok', words: 'No mail is due', since: signs.mailSentAt }
}

function gateway({ signs }: HealthFacts): PartHealth {
  const lines = signs.connected['gateway-tokens'] ?? 0
  if (lines === 0) {
    const words = 'None holds a line to Postgres: is a gateway running, and does it reach Postgres?'
    return { part: 'gateway', state: 'trouble', words, since: null }
  }
  return {
    part: 'gateway',
    state: 'ok',
    words: lines === 1 ? 'One is connected' : `${lines} are connected`,
    since: null,
  }
}

function gradient({ calls, pauses }: HealthFacts): PartHealth {
  const part = 'gradient'
  const refusal = pauses.find(({ scope, reason }) => scope === 'all' && SYSTEM_STOPS.includes(reason))
  if (refusal) {
    const words = `All sending is stopped (${refusal.reason}): ${refusal.detail}`
    return { part, state: 'trouble', words, since: refusal.pausedAt }
  }
  const last = calls.lastAt
    ? `the last one was answered ${calls.lastStatus ?? `with nothing (${calls.lastReason})`}`
    : 'there never was one'
  if (calls.looked === 0)
    return { part, state: 'unknown', words: `No call in the last ten minutes; ${last}`, since: calls.lastAt }
  const share = `${calls.unanswered} of the last ${calls.looked} calls got no usable answer`
  if (calls.unanswered * 2 >= calls.looked && calls.looked >= 5) {
    return { part, state: 'trouble', words: `${share}, mostly ${calls.commonestReason}`, since: calls.lastAt }
  }
  return { part, state: 'ok', words: share, since: calls.lastAt }
}

function smtp({ signs }: HealthFacts): PartHealth {
  const part = 'smtp'
  const { mailSentAt, mailFailedAt, mailFailure, mailWaits } = signs
  if (mailWaits) return { part, state: 'trouble', words: `Mails wait for another try: ${mailWaits}`, since: null }
  if (mailFailedAt && (!mailSentAt || mailFailedAt > mailSentAt)) {
    return { part, state: 'trouble', words: `The last mail was not taken: ${mailFailure}`, since: mailFailedAt }
  }
  if (mailSentAt) return { part, state: 'ok', words: 'The last mail was taken', since: mailSentAt }
  return { part, state: 'unknown', words: 'No mail was sent yet', since: null }
}
