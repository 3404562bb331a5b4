/** Hears an event's newest data, as JSON, whenever it has changed. */
export type Hear = (event: string, json: string) => void

/** Somebody's part in the watch over a partner. */
export interface Listening {
  /** Resolves once the state is known and was told; rejects where it cannot be read now. */
  told: Promise<void>
  stop(): void
}

interface Watch {
  hearers: Set<Hear>
  known: Map<string, string>
  first: Promise<void>
}

/**
 * Watches partners for those who listen: one watch per partner however many they are, one look every `everyMs`, and none while nobody listens.
 * At most `atOnce` looks of all partners are under way, so that they never take all connections to Postgres. A look that fails is told to
 * `onTrouble`; what is known stays, and the next look comes in its time.
 */
export function createWatches(deps: {
  look(partnerId: string): Promise<Readonly<Record<string, unknown>>>
  everyMs: number
  atOnce: number
  onTrouble(error: unknown): void
}) {
  const watches = new Map<string, Watch>()
  const inTurn = createTurns(deps.atOnce)

  async function look(partnerId: string, watch: Watch): Promise<void> {
    const state = await inTurn(() => deps.look(partnerId))
    for (const [event, data] of Object.entries(state)) {
      const json = JSON.stringify(data)
      if (watch.known.get(event) === json) continue
      watch.known.set(event, json)
      for (const hear of watch.hearers) hear(event, json)
    }
  }

  function goOn(partnerId: string, watch: Watch): void {
    setTimeout(async () => {
      if (watch.hearers.size === 0) return
      await look(partnerId, watch).catch(deps.onTrouble)
      goOn(partnerId, watch)
    }, deps.everyMs).unref()
  }

  function begin(partnerId: string): Watch {
    const watch: Watch = { hearers: new Set(), known: new Map(), first: Promise.resolve() }
    watches.set(partnerId, watch)
    watch.first = look(partnerId, watch).then(
      () => goOn(partnerId, watch),
      (error: unknown) => {
        watches.delete(partnerId)
        throw error
      },
    )
    return watch
  }

  return {
    /** Listens to a partner. What is known already is told at once. */
    listen(partnerId: string, hear: Hear): Listening {
      const watch = watches.get(partnerId) ?? begin(partnerId)
      for (const [event, json] of watch.known) hear(event, json)
      watch.hearers.add(hear)
      return {
        told: watch.first,
        stop() {
          watch.hearers.delete(hear)
          if (watch.hearers.size === 0 && watches.get(partnerId) === watch) watches.delete(partnerId)
        },
      }
    },
  }
}

/** Lets `atOnce` in at a time, the others in the order in which they came. */
function createTurns(atOnce: number) {
  let inside = 0
  const waiting: (() => void)[] = []
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (inside >= atOnce) await new Promise<void>((enter) => waiting.push(enter))
    else inside += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside -= 1
    }
  }
}
