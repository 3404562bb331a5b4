import { channel } from 'node:diagnostics_channel'

/** Where a push is in its worker: before its claim, claimed, answered by Gradient (or given up), settled. */
export interface Step {
  at: 'claiming' | 'claimed' | 'answered' | 'settled'
  pushId: string
}

/** Tells of every step, for tracing; costs nothing while nobody listens. Whoever listens runs within the step (node:diagnostics_channel). */
const steps = channel('bridge:push')

/** Tells that a push has come to this step. */
export function reach(at: Step['at'], pushId: string): void {
  if (steps.hasSubscribers) steps.publish({ at, pushId } satisfies Step)
}
