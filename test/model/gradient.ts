import type { Event, Model } from './events.ts'
import type { Call, State } from './state.ts'
import { withCall } from './state.ts'
import { numberWords, who, whose } from './words.ts'

/** The call itself: the last look at the clock, the bytes leaving, and what Gradient does with them, now or later. */
export function gradient(s: State, model: Model): Event[] {
  return s.calls.flatMap((call) => [...leaves(s, model, call), ...arrives(s, model, call)])
}

function leaves(s: State, { rules, world }: Model, call: Call): Event[] {
  if (call.worker === null) return []
  const words = numberWords(world, call)
  const sent: Event = {
    kind: 'step',
    says: () => `${who(call)} sends ${words}`,
    next: begun(withCall(s, call, { bytes: 'away' })),
  }
  if (call.bytes === 'checked') return [sent]
  if (call.bytes !== 'unsent' || (rules.startOnlyUnderClaim && call.claim !== 'holds')) return []
  if (!world.stopBeforeSocket) return [sent]
  const says = () => `${who(call)} sees that its claim holds`
  return [{ kind: 'step', says, next: withCall(s, call, { bytes: 'checked' }) }]
}

function begun(s: State): State {
  return s.connection === 'answered' ? { ...s, broken: 'a call began after the disconnect was answered' } : s
}

function arrives(s: State, { world }: Model, call: Call): Event[] {
  if (call.bytes !== 'away') return []
  const { period, revision } = call
  const words = numberWords(world, call)
  const back = s.connection === 'live' && s.shown && (period - s.shown.period || revision - s.shown.revision) < 0
  const shown = { ...withCall(s, call, { bytes: 'taken' }), shown: { period, revision } }
  const lands: Event = {
    kind: 'step',
    says: () => `Gradient takes ${words} of ${whose(call)}`,
    next: back && world.neverBack ? { ...shown, broken: 'Gradient went back to an older number' } : shown,
  }
  const gone = withCall(s, call, { bytes: 'gone' })
  if (!call.worker) return [lands, { kind: 'step', says: () => `${words} of ${whose(call)} never arrives`, next: gone }]
  const says = () => `Gradient does not take ${words} of ${whose(call)}`
  return [lands, { kind: 'step', says, next: withCall(s, call, { bytes: 'not taken' }) }]
}
