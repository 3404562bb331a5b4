/** The states that were found, by number: how many, which are at rest, and pairs of where a step leads to and from where. */
export interface Graph {
  states: number
  rests: number[]
  steps: number[]
}

/** The first state from which no chain of steps leads to rest, or null. Goes backwards from the states at rest. */
export function firstStuck({ states, rests, steps }: Graph): number | null {
  const { start, sources } = sourcesOf({ states, steps })
  const reached = new Uint8Array(states)
  const todo = [...rests]
  for (const at of todo) reached[at] = 1
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const source of sources.subarray(start[at], start[at + 1])) {
      if (reached[source]) continue
      reached[source] = 1
      todo.push(source)
    }
  }
  const stuck = reached.indexOf(0)
  return stuck < 0 ? null : stuck
}

/** For each state the ones from which a step leads to it: those of state `i` stand in `sources` from `start[i]` to `start[i + 1]`. */
function sourcesOf({ states, steps }: Omit<Graph, 'rests'>): { start: Uint32Array; sources: Uint32Array } {
  const start = new Uint32Array(states + 1)
  const at = (of: ArrayLike<number>, index: number) => of[index] ?? 0
  for (let i = 0; i < steps.length; i += 2) start[at(steps, i) + 1] = at(start, at(steps, i) + 1) + 1
  for (let i = 0; i < states; i += 1) start[i + 1] = at(start, i + 1) + at(start, i)
  const free = start.slice()
  const sources = new Uint32Array(steps.length / 2)
  for (let i = 0; i < steps.length; i += 2) {
    const to = at(steps, i)
    sources[at(free, to)] = at(steps, i + 1)
    free[to] = at(free, to) + 1
  }
  return { start, sources }
}
