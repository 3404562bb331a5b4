import type { GradientState } from './gradient-state.ts'

/** What a person can have done here. */
export type NewsKind = 'connected' | 'keyReplaced' | 'disconnected'

/** Whether it still holds: a key that was accepted may be refused later, and who disconnected may connect again elsewhere. */
export function isStillTrue(news: NewsKind, state: GradientState): boolean {
  return news === 'disconnected' ? state === 'not_connected' : state === 'waiting_for_mapping' || state === 'active'
}

/** What has come about between two looks, whoever did it and whether or not the answer to it arrived. */
export function newsBetween(before: GradientState, after: GradientState): NewsKind | null {
  if (before === after) return null
  if (after === 'not_connected') return 'disconnected'
  if (after === 'needs_key') return null
  if (before === 'not_connected') return 'connected'
  return before === 'needs_key' ? 'keyReplaced' : null
}
