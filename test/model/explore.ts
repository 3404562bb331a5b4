import { type Event, eventsOf, type Model } from './events.ts'
import { brokenRule, isAtRest } from './invariants.ts'
import { firstState, IllegalMoveError, keyOf, type State } from './state.ts'
import { firstStuck } from './stuck.ts'

/** What an exploration found: all that can happen was looked at, or a rule is broken and the shortest way to it is told. */
export interface Exploration {
  states: number
  events: number
  /** Distinct states in which nothing is under way. */
  atRest: number
  broken: { rule: string; trace: string[] } | null
  /** Each move of a push that was made, `from → to`. */
  moves: Set<string>
}

/**
 * Looks at every state that can be reached, nearest first, and at each whether a rule is broken. Where none is, looks from the states at
 * rest backwards: from every state the system must be able to come to rest by its own steps alone, so that nothing is stuck.
 * @throws Error where there are more than `atMost` states: the model grew beyond what a test can look at.
 */
export function explore(model: Model, atMost = 2_000_000): Exploration {
  const seen = new Map<string, number>()
  const from: number[] = []
  const keys: string[] = []
  const rests: number[] = []
  const steps: number[] = []
  const moves = new Set<string>()
  let layer: State[] = []
  let events = 0

  const found = (rule: string, at: number, last?: () => string): Exploration => {
    const path: string[] = []
    for (let i = at; i > 0; i = from[i] ?? 0) path.unshift(keys[i] ?? '')
    return {
      states: keys.length,
      events,
      atRest: rests.length,
      broken: { rule, trace: tell(model, path, last) },
      moves,
    }
  }
  const visit = (s: State, parent: number): number => {
    const key = keyOf(s, model.world)
    const known = seen.get(key)
    if (known !== undefined) return known
    const index = keys.push(key) - 1
    if (index >= atMost) throw new Error(`more than ${atMost} states`)
    seen.set(key, index)
    from.push(parent)
    layer.push(s)
    if (isAtRest(s, model)) rests.push(index)
    return index
  }

  visit(firstState(model.world), 0)
  for (let first = 0; layer.length > 0; ) {
    const states = layer
    layer = []
    for (const [offset, s] of states.entries()) {
      const index = first + offset
      const rule = brokenRule(s, model)
      if (rule) return found(rule, index)
      const next = possible(s, model)
      if ('illegal' in next) return found(`an illegal move: ${next.illegal}`, index)
      for (const event of next) {
        events += 1
        if (event.next.broken) return found(event.next.broken, index, event.says)
        noteMoves(s, event.next, moves)
        const to = visit(event.next, index)
        if (event.kind === 'step') steps.push(to, index)
      }
    }
    first += states.length
  }
  const stuck = firstStuck({ states: keys.length, rests, steps })
  if (stuck !== null) return found('the system can never come to rest again', stuck)
  return { states: keys.length, events, atRest: rests.length, broken: null, moves }
}

function possible(s: State, model: Model): Event[] | { illegal: string } {
  try {
    return eventsOf(s, model)
  } catch (error) {
    if (error instanceof IllegalMoveError) return { illegal: error.message }
    throw error
  }
}

function noteMoves(before: State, after: State, moves: Set<string>): void {
  if (before.pushes === after.pushes) return
  for (const [period, push] of before.pushes.entries()) {
    const to = after.pushes[period]?.outcome
    if (push && to && to !== push.outcome) moves.add(`${push.outcome} → ${to}`)
  }
}

/** The way again, from the beginning, so that a worker keeps its name in it. */
function tell(model: Model, path: string[], last?: () => string): string[] {
  let s = firstState(model.world)
  const trace = path.map((key) => {
    const event = eventsOf(s, model).find((candidate) => keyOf(candidate.next, model.world) === key)
    if (!event) throw new Error('the way to a state cannot be told')
    s = event.next
    return event.says()
  })
  if (!last) return trace
  return [...trace, last()]
}
