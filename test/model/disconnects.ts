import type { Event, Model } from './events.ts'
import { type State, withCall, withPush } from './state.ts'

/** `disconnect`: one transaction destroys the key and cancels what waits; the 204 comes when no claim is under way any more. */
export function disconnects(s: State, { rules, world }: Model): Event[] {
  if (s.connection === 'live' && world.disconnect) {
    const says = () => 'the partner disconnects: the key is destroyed, what waits is cancelled'
    return [{ kind: 'world', says, next: disconnected(s, rules.disconnectCancels) }]
  }
  const underWay = rules.disconnectWaits && s.calls.some((call) => call.claim === 'holds')
  if (s.connection !== 'disconnecting' || underWay) return []
  return [{ kind: 'step', says: () => 'the disconnect is answered: 204', next: { ...s, connection: 'answered' } }]
}

function disconnected(s: State, cancels: boolean): State {
  return s.pushes.reduce<State>(
    (after, push, period) =>
      cancels && (push.outcome === 'waiting' || push.outcome === 'failed')
        ? withPush(after, period, { outcome: 'cancelled' })
        : after,
    s.calls.reduce<State>((after, call) => withCall(after, call, {}), { ...s, connection: 'disconnecting' }),
  )
}
