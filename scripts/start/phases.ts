/** How long the parts of a start take, one after the other. */
export interface Phases {
  during<Value>(name: string, work: () => Promise<Value>): Promise<Value>
  /** One line: since when this process runs, and what each part took of it. */
  words(): string
}

/** Begins to count. */
export function createPhases(): Phases {
  const took: { name: string; ms: number }[] = []
  return {
    during: async (name, work) => {
      const startedMs = performance.now()
      const value = await work()
      took.push({ name, ms: performance.now() - startedMs })
      return value
    },
    words: () =>
      `Took ${seconds(performance.now())}: ${took.map(({ name, ms }) => `${name} ${seconds(ms)}`).join(', ')}`,
  }
}

/** As people read it, to a tenth. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
