import type { Event, Model } from './events.ts'
import type { Rules } from './rules.ts'
import { type Call, type State, withCall, withPush } from './state.ts'

/** `disconnect`: one transaction destroys the key and cancels what waits; the 204 comes when no claim is under way any more. Then perhaps `connect`. */
export function disconnects(s: State, { rules, world }: Model): Event[] {
  if (s.connection === 'live' && world.disconnect) {
    const says = () => 'the partner disconnects: the key is destroyed, what waits is cancelled'
    return [{ kind: 'world', says, next: disconnected(s, rules.disconnectCancels) }]
  }
  if (s.connection === 'answered' && s.mayReturn && s.report === null && s.planning === null) return [returns(s, rules)]
  const underWay = rules.disconnectWaits && s.calls.some((call) => call.claim === 'holds')
  if (s.connection !== 'disconnecting' || underWay) return []
  return [{ kind: 'step', says: () => 'the disconnect is answered: 204', next: { ...s, connection: 'answered' } }]
}

/** The new connection has no pushes yet. Claims of the old one have run out, and the sweep that finds them comes now. */
function returns(s: State, rules: Rules): Event {
  const kept = (call: Call): Partial<Call> => {
    if (!rules.lostCallsOutliveConnection) return { claim: 'passed', lost: 'no' }
    return call.claim === 'ran out' ? { claim: 'passed', lost: 'open' } : {}
  }
  const calls = s.calls.reduce((after, call) => withCall(after, call, kept(call)), s).calls
  const next: State = { ...s, calls, connection: 'live', mayReturn: false, pushes: [], planned: 0, missed: 'no' }
  return { kind: 'world', says: () => 'the partner connects again', next }
}

function disconnected(s: State, cancels: boolean): State {
  return s.pushes.reduce<State>(
    (after, push, period) =>
      cancels && push && (push.outcome === 'waiting' || push.outcome === 'failed')
        ? withPush(after, period, { outcome: 'cancelled' })
        : after,
    s.calls.reduce<State>((after, call) => withCall(after, call, {}), {
      ...s,
      connection: 'disconnecting',
      keyInDoubt: false,
    }),
  )
}
