import { holderOf } from './claims.ts'
import type { Event, Model } from './events.ts'
import { type Call, type Push, pushOf, type State, withCall, withPush } from './state.ts'
import { numberAt, numberWords } from './words.ts'

/** `sweepPushes`, one statement at a time, and the worker's own `supersedeIfStale`. */
export function sweeps(s: State, model: Model): Event[] {
  return [
    ...s.pushes.flatMap((_, period) => moves(s, model, period)),
    ...looksAtLost(s, model),
    ...timePasses(s, model),
  ]
}

function moves(s: State, model: Model, period: number): Event[] {
  const push = pushOf(s, period)
  const to = (says: string, change: Partial<Push>, from = s): Event => ({
    kind: 'step',
    says: () => `${says} the push of period ${period + 1}`,
    next: withPush(from, period, change),
  })
  const newest = period === s.planned - 1
  const live = s.connection === 'live'
  const { outcome } = push
  const found: Event[] = []
  if (outcome === 'waiting' && !live) found.push(to('the sweep cancels', { outcome: 'cancelled' }))
  if (outcome === 'waiting' && !newest) found.push(to('the sweep supersedes', { outcome: 'superseded' }))
  if (outcome === 'failed' && !newest) found.push(to('a job tried too late supersedes', { outcome: 'superseded' }))
  const holder = holderOf(s, period)
  if (model.rules.sweepReleasesClaims && outcome === 'sending' && holder?.claim === 'ran out')
    found.push(to('the sweep takes back', { outcome: 'waiting' }, lose(s, model, holder)))
  if (newest && live && ['unmapped', 'failed'].includes(outcome))
    found.push(to('an hour later the sweep sets waiting', { outcome: 'waiting' }))
  if (comparesAfterPlanning(s, model, period)) {
    const revision = s.usage[period] ?? 0
    found.push(
      to('the sweep sees a report that came while planning, and sets waiting', { outcome: 'waiting', revision }),
    )
  }
  return found
}

function lose(s: State, { rules }: Model, holder: Call): State {
  return withCall(s, holder, { claim: 'passed', lost: rules.lostCallsAreConfirmed ? 'open' : 'no' })
}

/** Whether the sweep would set the push waiting because a report and the plan missed each other. Unmapped and failed ones are set waiting anyway. */
export function comparesAfterPlanning(s: State, { rules }: Model, period: number): boolean {
  const { outcome, revision } = pushOf(s, period)
  return (
    rules.sweepComparesAfterPlanning &&
    s.missed !== 'no' &&
    period === s.planned - 1 &&
    s.connection === 'live' &&
    ['accepted', 'no_usage', 'refused'].includes(outcome) &&
    revision < (s.usage[period] ?? 0)
  )
}

/** `confirmLostCalls`: what a lost call that is over may have overwritten is sent once more. */
function looksAtLost(s: State, model: Model): Event[] {
  const period = s.planned - 1
  const over = s.calls.filter((call) => call.lost === 'over')
  const busy = model.rules.confirmWaitsForCalls && s.pushes.some((push) => push.outcome === 'sending')
  if (over.length === 0 || busy) return []
  const resolved = over.reduce((after, call) => withCall(after, call, { lost: 'no' }), s)
  if (period < 0)
    return [{ kind: 'step', says: () => 'the sweep sees that nothing follows from a lost call', next: resolved }]
  const { outcome, revision, rebuild } = pushOf(s, period)
  const number = numberAt(model.world, { period, revision })
  const another = over.some((call) => numberAt(model.world, call) !== number)
  if (s.connection === 'live' && outcome === 'accepted' && another) {
    const says = () =>
      `the sweep sets ${numberWords(model.world, { period, revision })} waiting once more, after a lost call`
    return [{ kind: 'step', says, next: withPush(resolved, period, { outcome: 'waiting' }) }]
  }
  const ends = model.rules.confirmEndsLastCall && outcome === 'waiting' && rebuild
  const next = ends ? withPush(resolved, period, { rebuild: false }) : resolved
  return [{ kind: 'step', says: () => 'the sweep sees that nothing follows from a lost call', next }]
}

/** What only time does to a plan that missed a report: after ten minutes the sweep does not compare them any more. */
function timePasses(s: State, model: Model): Event[] {
  if (s.missed === 'no') return []
  const due = s.missed === 'racing' || comparesAfterPlanning(s, model, s.planned - 1)
  if (due && !model.world.noSweepForTenMinutes) return []
  return [{ kind: 'step', says: () => 'ten minutes pass after planning', next: { ...s, missed: 'no' } }]
}
