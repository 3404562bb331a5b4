/** Hears the newest state, as JSON, whenever it has changed. */
type Hear = (json: string) => void

/** One look at a state for all who watch it. */
export interface Watch {
  /** What is known already is told at once; resolves once something is known. Rejects where the state cannot be read now. */
  listen(hear: Hear): Promise<void>
  stop(hear: Hear): void
}

/** So many times as long as a look took, it is left alone: a look that costs much is made less often. */
const LEFT_ALONE_TIMES = 4

/**
 * Watches a state while somebody listens: a look every `everyMs`, or later where looks take long; however many listen, one look. `withoutMoment`
 * leaves out what is another each time though nothing has changed. A look that fails is told to `onTrouble`; what is known stays.
 */
export function createWatch<State>(deps: {
  read: () => Promise<State>
  withoutMoment: (state: State) => unknown
  everyMs: number
  nowMs: () => number
  onTrouble: (error: unknown) => void
}): Watch {
  const hearers = new Set<Hear>()
  let known: { json: string; compared: string } | undefined
  let first: Promise<void> | undefined

  async function look(): Promise<number> {
    const startedMs = deps.nowMs()
    const state = await deps.read()
    const compared = JSON.stringify(deps.withoutMoment(state))
    if (compared !== known?.compared) {
      known = { compared, json: JSON.stringify(state) }
      for (const hear of hearers) hear(known.json)
    }
    return deps.nowMs() - startedMs
  }

  function goOn(waitMs: number): void {
    setTimeout(async () => {
      if (hearers.size === 0) {
        first = undefined
        known = undefined
        return
      }
      const tookMs = await look().catch((error: unknown) => {
        deps.onTrouble(error)
        return 0
      })
      goOn(Math.max(deps.everyMs, tookMs * LEFT_ALONE_TIMES))
    }, waitMs).unref()
  }

  function begin(): Promise<void> {
    return look().then(
      () => goOn(deps.everyMs),
      (error: unknown) => {
        first = undefined
        throw error
      },
    )
  }

  return {
    listen(hear) {
      if (known) hear(known.json)
      hearers.add(hear)
      first ??= begin()
      return first
    },
    stop: (hear) => void hearers.delete(hear),
  }
}
