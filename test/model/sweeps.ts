import { holderOf } from './claims.ts'
import type { Event, Model } from './events.ts'
import {
  type Call,
  isSending,
  type Push,
  pushedPeriods,
  pushOf,
  type State,
  withCall,
  withNewPush,
  withPush,
} from './state.ts'
import { numberAt, numberWords } from './words.ts'

/** `sweepPushes`, one statement at a time, and the worker's own `supersedeIfStale`. */
export function sweeps(s: State, model: Model): Event[] {
  return [
    ...pushedPeriods(s).flatMap((period) => moves(s, model, period)),
    ...opens(s, model),
    ...looksAtLost(s, model),
    ...compared(s, model),
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

/** `compareReports` opens the push of a company that was new in the moment of the plan. */
function opens(s: State, model: Model): Event[] {
  const period = s.planned - 1
  if (s.pushes[period] !== null || !comparesAfterPlanning(s, model, period)) return []
  const revision = s.usage[period] ?? 0
  const says = () => `the sweep sees a new company that came while planning, and opens the push of period ${period + 1}`
  return [{ kind: 'step', says, next: withNewPush(s, period, { outcome: 'waiting', revision, rebuild: false }) }]
}

/**
 * Whether the sweep would set the push waiting, or open it, because a report and the plan missed each other. Unmapped and failed ones
 * are set waiting anyway.
 */
export function comparesAfterPlanning(s: State, { rules }: Model, period: number): boolean {
  const reported = s.usage[period] ?? 0
  if (!rules.sweepComparesAfterPlanning || s.missed === 'no') return false
  if (period !== s.planned - 1 || s.connection !== 'live') return false
  const push = s.pushes[period]
  if (!push) return rules.comparingOpensPushes && reported > 0
  return ['accepted', 'no_usage', 'refused'].includes(push.outcome) && push.revision < reported
}

/** `confirmLostCalls`: what a lost call that is over may have overwritten is sent once more. */
function looksAtLost(s: State, model: Model): Event[] {
  const period = s.planned - 1
  const over = s.calls.filter((call) => call.lost === 'over')
  const busy = model.rules.confirmWaitsForCalls && isSending(s)
  if (over.length === 0 || busy) return []
  const resolved = over.reduce((after, call) => withCall(after, call, { lost: 'no' }), s)
  if (!s.pushes[period])
    return [{ kind: 'step', says: () => 'the sweep sees that nothing follows from a lost call', next: resolved }]
  const { outcome, revision, rebuild } = pushOf(s, period)
  const number = numberAt(model.world, { period, revision })
  const another = over.some((call) => numberAt(model.world, call) !== number)
  if (s.connection === 'live' && outcome === 'accepted' && another) {
    const says = () =>
      `the sweep sets ${numberWords(model.world, { period, revision })} waiting once more, after a lost call`
    return [{ kind: 'step', says, next: withPush(resolved, period, { outcome: 'waiting' }) }]
  }
  const ends = model.rules.confirmEndsLastCall && outcome === 'waiting' && rebuild && another
  const next = ends ? withPush(resolved, period, { rebuild: false }) : resolved
  return [{ kind: 'step', says: () => 'the sweep sees that nothing follows from a lost call', next }]
}

/** Reports are compared as long as one may still be racing with the plan, and once more after that. */
function compared(s: State, model: Model): Event[] {
  if (s.missed !== 'yes' || comparesAfterPlanning(s, model, s.planned - 1)) return []
  return [
    { kind: 'step', says: () => 'the sweep has compared all reports with the plan', next: { ...s, missed: 'no' } },
  ]
}
