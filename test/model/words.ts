import type { World } from './rules.ts'
import type { Call } from './state.ts'

/** How a trace names a number: `7 (period 1, revision 2)`. */
export function numberWords(world: World, at: { period: number; revision: number }): string {
  return `${numberAt(world, at)} (period ${at.period + 1}, revision ${at.revision})`
}

/** The number of a revision of a period. */
export function numberAt(world: World, at: { period: number; revision: number }): number {
  return world.numbers[at.period]?.[at.revision - 1] ?? 0
}

/** How a trace names whose call it is. */
export function whose(call: Call): string {
  return call.worker ? `worker ${call.worker}` : 'a worker that is gone'
}

/** How a trace names who acts: a worker whose claim ran out can only have been stopped, and goes on. */
export function who(call: Call): string {
  return call.claim === 'ran out' || call.claim === 'passed' ? `${whose(call)}, resumed,` : whose(call)
}
