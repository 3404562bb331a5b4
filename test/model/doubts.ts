import type { Event, Model } from './events.ts'
import { type State, withCall } from './state.ts'
import { whose } from './words.ts'

/** `doubtKey`, once the refused call is settled, and `liftDoubt`. A verdict against the key ends at a new key, which is the same to the protocol. */
export function doubts(s: State, { world }: Model): Event[] {
  if (!world.doubts) return []
  const raised = s.calls.filter(({ bytes, worker }) => bytes === 'key refused' && worker !== null)
  const raises = raised.map((call): Event => {
    const next = { ...withCall(s, call, { worker: null }), keyInDoubt: s.connection === 'live' }
    return { kind: 'step', says: () => `${whose(call)} puts the key in doubt`, next }
  })
  if (!s.keyInDoubt) return raises
  const lifts: Event = { kind: 'step', says: () => 'the doubt is lifted', next: { ...s, keyInDoubt: false } }
  return [...raises, lifts]
}
