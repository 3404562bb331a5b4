import type { Shape } from '../api/client.ts'
import type { CardTone } from '../integrations/integration.ts'

/** How a partner stands with Gradient, in the words of the page. */
export type GradientState = 'not_connected' | 'waiting_for_mapping' | 'active' | 'needs_key'

/** Reads it from the connection: one that is pending waits until Gradient has taken a first count, which only a mapped company's can be. */
export function gradientStateOf(status: Shape<'GradientConnection'>['status']): GradientState {
  return status === 'pending' ? 'waiting_for_mapping' : status
}

export const TONES: Record<GradientState, CardTone> = {
  not_connected: 'neutral',
  waiting_for_mapping: 'waiting',
  active: 'good',
  needs_key: 'bad',
}
