import type { Event, Model } from './events.ts'
import { pushOf, type State, withNewPush, withPush } from './state.ts'
import { numberWords } from './words.ts'

/**
 * `putUsage`: one transaction, which writes the count, looks whether the run has begun, revises the push, commits. Where it finds no push
 * that it may set waiting, any time may pass before it commits. One at a time: the count's row is locked.
 */
export function reports(s: State, model: Model): Event[] {
  if (s.connection !== 'live' && s.report === null) return []
  return s.report === null ? [0, 1].flatMap((period) => begins(s, model, period)) : commits(s, model, s.report)
}

function begins(s: State, model: Model, period: number): Event[] {
  const revision = (s.usage[period] ?? 0) + 1
  const older = s.planned > period + 1
  if (revision > (model.world.numbers[period]?.length ?? 0) || older) return []
  const words = numberWords(model.world, { period, revision })
  const passesBy: Event = { kind: 'world', says: () => `a report begins: ${words}`, next: { ...s, report: period } }
  if (s.planned <= period) return [passesBy]
  if (s.pushes[period] === null) {
    const opened = { outcome: 'waiting', revision, rebuild: false } as const
    const next = withNewPush({ ...s, usage: withUsage(s, period) }, period, opened)
    return [{ kind: 'world', says: () => `a report opens the push of period ${period + 1}: ${words}`, next }]
  }
  const { outcome, rebuild } = pushOf(s, period)
  if (outcome === 'sending') return [passesBy]
  if (outcome === 'superseded') return [] // a plan that has not committed holds the row
  const change = {
    outcome: 'waiting',
    revision,
    rebuild: rebuild && !model.rules.lastCallCarriesWhatWasAccepted,
  } as const
  const next = withPush({ ...s, usage: withUsage(s, period) }, period, change)
  return [{ kind: 'world', says: () => `a report sets the push of period ${period + 1} waiting: ${words}`, next }]
}

function commits(s: State, model: Model, period: number): Event[] {
  const usage = withUsage(s, period)
  const words = numberWords(model.world, { period, revision: usage[period] ?? 0 })
  const missed = s.missed === 'racing' && period === s.planned - 1 ? 'yes' : s.missed
  return [{ kind: 'step', says: () => `the report commits: ${words}`, next: { ...s, usage, report: null, missed } }]
}

function withUsage(s: State, period: number): readonly number[] {
  return s.usage.map((revision, at) => (at === period ? revision + 1 : revision))
}
