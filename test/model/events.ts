import { claims } from './claims.ts'
import { disconnects } from './disconnects.ts'
import { doubts } from './doubts.ts'
import { faults } from './faults.ts'
import { gradient } from './gradient.ts'
import { plans } from './plans.ts'
import { reports } from './reports.ts'
import type { Rules, World } from './rules.ts'
import { settles } from './settles.ts'
import type { State } from './state.ts'
import { sweeps } from './sweeps.ts'

/** What is explored: the protocol's rules, and what the world may do. */
export interface Model {
  rules: Rules
  world: World
}

/**
 * One thing that may happen now. A `step` is the system going on by itself (a worker, a sweep, Gradient, time); `world` is what others ask
 * of it; `fault` is what breaks.
 */
export interface Event {
  kind: 'step' | 'world' | 'fault'
  says: () => string
  next: State
}

/** All that may happen next, each with the state after it. */
export function eventsOf(s: State, model: Model): Event[] {
  return [claims, gradient, settles, sweeps, reports, plans, disconnects, doubts, faults].flatMap((part) =>
    part(s, model),
  )
}
