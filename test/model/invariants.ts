import type { Model } from './events.ts'
import type { State } from './state.ts'
import { comparesAfterPlanning } from './sweeps.ts'
import { numberAt } from './words.ts'

/** The rule that a state breaks, in words; null where all is well. */
export function brokenRule(s: State, model: Model): string | null {
  return s.broken ?? twoAtATime(s) ?? (isAtRest(s, model) ? restBreaks(s, model) : null)
}

/** Never two calls at a time whose claims are good. A worker whose claim ran out is not counted: its call is a lost one. */
function twoAtATime(s: State): string | null {
  const good = s.calls.filter((call) => call.claim === 'holds' || call.claim === 'stolen')
  const underWay = good.filter((call) => ['away', 'taken', 'not taken'].includes(call.bytes))
  if (underWay.length > 1) return 'two calls at a time'
  if (s.pushes.filter((push) => push?.outcome === 'sending').length > 1) return 'two pushes are being sent at a time'
  return null
}

/** Nothing is under way: no transaction, no call, no claim, nothing that a sweep would move at once. */
export function isAtRest(s: State, model: Model): boolean {
  return (
    s.report === null &&
    s.planning === null &&
    s.calls.length === 0 &&
    s.connection !== 'disconnecting' &&
    s.pushes.every((push) => push?.outcome !== 'waiting' && push?.outcome !== 'sending') &&
    !s.pushes.some((_, period) => comparesAfterPlanning(s, model, period))
  )
}

/** What must be true whenever the system has come to rest and the partner is connected. */
function restBreaks(s: State, { world }: Model): string | null {
  const period = s.planned - 1
  if (period < 0 || s.connection !== 'live') return null
  const reported = s.usage[period] ?? 0
  const push = s.pushes[period]
  if (!push) return reported > 0 ? 'a reported number is never sent: there is no push' : null
  const { outcome, revision } = push
  if (['accepted', 'no_usage', 'refused'].includes(outcome) && revision < reported)
    return `a reported number is never sent: the push is ${outcome}`
  if (outcome !== 'accepted') return null
  if (s.shown === null) return 'the push is accepted, and Gradient shows nothing'
  const right = numberAt(world, { period, revision: reported })
  return numberAt(world, s.shown) === right ? null : 'the push is accepted, and Gradient shows an older number'
}
