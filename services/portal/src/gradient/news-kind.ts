import type { GradientState } from './gradient-state.ts'

/** What a person can have done here. */
export type NewsKind = 'connected' | 'keyReplaced' | 'disconnected'

/** Whether it still holds: a key that was accepted may be refused later, and who disconnected may connect again elsewhere. */
export function isStillTrue(news: NewsKind, state: GradientState): boolean {
  return news === 'disconnected' ? state === 'not_connected' : state === 'waiting_for_mapping' || state === 'active'
}
