import type { Event, Model } from './events.ts'
import { type Call, type State, withCall } from './state.ts'
import { whose } from './words.ts'

/** What breaks, and what time does to it: crashes, stopped processes, calls that are lost sight of. */
export function faults(s: State, model: Model): Event[] {
  return s.calls.flatMap((call) => [...breaks(s, model, call), ...isForgotten(s, model, call)])
}

/**
 * A worker dies, or is stopped for longer than its claim lasts (SIGSTOP). Any worker may do nothing for any time, so a shorter stop is no
 * event of its own; nor is the time between a death and the end of the claim, in which nobody else may act on the push.
 * A call of a healthy worker ends, by its own time limit, before its claim does: no claim runs out without one of these two. Where the network
 * is not slow, what had left has arrived by then or never will.
 */
function breaks(s: State, { world }: Model, call: Call): Event[] {
  const runsOut = call.claim === 'holds'
  const onItsWay = runsOut && call.bytes === 'away' && !world.slowNetwork
  if (call.worker === null || s.faultsLeft === 0 || onItsWay) return []
  const happens = (says: string, change: Partial<Call>): Event => ({
    kind: 'fault',
    says: () => `${whose(call)} ${says}`,
    next: { ...broken(s, call, { ...change, ...(runsOut && { claim: 'ran out' }) }), faultsLeft: s.faultsLeft - 1 },
  })
  const dies = happens(runsOut ? 'dies, and its claim runs out' : 'dies', { worker: null })
  const stops = happens('is stopped for longer than its claim lasts', {})
  return [...(world.crashes ? [dies] : []), ...(world.stops && runsOut ? [stops] : [])]
}

/**
 * The call after it broke. Whoever began to claim the same push before this claim began, and has not got it when this one runs out, has lost
 * the time in which its call might start: that is counted from before the claim's statement.
 */
function broken(s: State, call: Call, change: Partial<Call>): State {
  const late = s.calls.filter((other) => other !== call && other.bytes === 'looking' && other.period === call.period)
  return late.reduce((after, other) => withCall(after, other, { worker: null }), withCall(s, call, change))
}

/** `LOST_CALL_MS` after it was lost, a call counts as over. That nothing arrives later is assumed, and the assumption can be dropped. */
function isForgotten(s: State, { world }: Model, call: Call): Event[] {
  const mayArrive = call.bytes === 'away' || call.bytes === 'checked'
  if (call.lost !== 'open' || (mayArrive && !world.slowerThanLostCallMs)) return []
  const says = () => `the call of ${whose(call)} was lost so long ago that it counts as over`
  return [{ kind: 'step', says, next: withCall(s, call, { lost: 'over' }) }]
}
