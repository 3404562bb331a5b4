import {
  companyStory,
  currentRun,
  type Db,
  getBillingRun,
  getRetry,
  listFailureGroups,
  listOpenPauses,
  type Pause,
  recentCalls,
  searchAll,
} from '@bridge/db'
import { forecastEnd } from '../overview/forecast.ts'
import { toRetryBody } from '../retries/retry-body.ts'
import { eventWords } from '../story/words.ts'
import type { Order } from './read-order.ts'
import { notDone, type Said, table } from './said.ts'

const STORY_AT_MOST = 2_000
const FOUND_AT_MOST = 50

/** Carries out what only looks. */
export async function look(
  { db, now }: { db: Db; now: Date },
  order: Extract<Order, { verb: 'run-status' | 'pauses' | 'failures' | 'story' | 'search' | 'retry-status' }>,
): Promise<Said> {
  switch (order.verb) {
    case 'run-status':
      return runStatus(db, now)
    case 'pauses': {
      const pauses = await listOpenPauses(db)
      return { words: pauses.map(describePause).join('\n') || 'Sending is on.', json: pauses }
    }
    case 'failures':
      return failures(db, order.runId)
    case 'story':
      return story(db, order)
    case 'search': {
      const found = await searchAll(db, { text: order.text, limit: FOUND_AT_MOST })
      const lines = [
        ...found.partners.map(({ id, name }) => ['partner', id, '', name]),
        ...found.companies.map(({ partnerId, id, name }) => ['company', partnerId, id, name]),
        ...found.pushes.map(({ id, partnerId, companyId, period }) => [
          'push',
          partnerId,
          companyId,
          `${id} of ${period}`,
        ]),
      ]
      return { words: lines.length > 0 ? table(lines) : 'Nothing is found.', json: found }
    }
    case 'retry-status': {
      const retry = await getRetry(db, order.id)
      if (!retry) return notDone(`There is no retry ${order.id}.`)
      const { status, total, done, outcomes } = toRetryBody(retry)
      const became = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`)
      return {
        words: `${status}: ${done} of ${total}${became.length > 0 ? `, ${became.join(', ')}` : ''}`,
        json: toRetryBody(retry),
      }
    }
  }
}

async function runStatus(db: Db, now: Date): Promise<Said> {
  const [run, calls, pauses] = await Promise.all([
    currentRun(db, { mostTroubled: 20 }),
    recentCalls(db),
    listOpenPauses(db),
  ])
  if (!run) return { words: 'Nothing was billed yet.', json: { run: null, pauses } }
  const { countsPerSecond } = calls
  const forecastEndAt = run.finishedAt ? null : forecastEnd({ canGoOn: run.canGoOn, countsPerSecond, now })
  const counts = Object.entries(run.outcomes).filter(([, count]) => count > 0)
  const sum = counts.reduce((total, [, count]) => total + count, 0)
  const state = run.finishedAt
    ? `finished ${run.finishedAt.toISOString()}`
    : `under way since ${run.startedAt.toISOString()}`
  const words = [
    `Run of ${run.period} (${run.kind}), ${state}; deadline ${run.deadlineAt.toISOString()}`,
    `${run.expected} expected, ${sum} accounted for${run.missing === 0 ? '' : `: ${run.missing} MISSING, which is a defect`}`,
    table(counts.map(([outcome, count]) => [`  ${outcome}`, count])),
    `${countsPerSecond.toFixed(1)} counts a second${forecastEndAt ? `, done at about ${forecastEndAt.toISOString()}` : ''}`,
    `${run.troubled} partners have trouble`,
    ...pauses.map(describePause),
  ].join('\n')
  return { words, json: { run: { ...run, countsPerSecond, forecastEndAt }, pauses } }
}

async function failures(db: Db, runId: string | undefined): Promise<Said> {
  const run = runId === undefined ? await currentRun(db, { mostTroubled: 0 }) : await getBillingRun(db, runId)
  if (!run) return notDone(runId === undefined ? 'Nothing was billed yet.' : `There is no run ${runId}.`)
  const groups = await listFailureGroups(db, { period: run.period, partnerId: run.partnerId ?? undefined })
  const rows = groups.map(({ causeId, count, partners, reason, message }) => [
    causeId,
    count,
    partners,
    reason,
    message,
  ])
  const words =
    rows.length > 0 ? table([['cause', 'counts', 'partners', 'reason', 'message'], ...rows]) : 'Nothing has failed.'
  return { words: `Run ${run.id} of ${run.period}\n${words}`, json: { runId: run.id, period: run.period, groups } }
}

async function story(db: Db, of: { partnerId: string; companyId: string }): Promise<Said> {
  const { partnerId, companyId } = of
  const told = await companyStory(db, { partnerId, companyId, limit: STORY_AT_MOST })
  if (!told) return notDone(`Partner ${partnerId} has no company ${companyId}.`)
  const lines = told.events.map((event) => `${event.at.toISOString()}  ${eventWords(event)}`)
  return { words: [`${told.company.name}, of ${told.partner.name}`, ...lines].join('\n'), json: told }
}

function describePause({ id, scope, reason, detail, pausedBy, pausedAt }: Pause): string {
  const what = typeof scope === 'object' ? `partner ${scope.partnerId}` : scope
  return `Stop ${id} of ${what}, since ${pausedAt.toISOString()} by ${pausedBy} (${reason}): ${detail}`
}
