import type { SpareSlots, SpareWrite } from '../src/spare-slots.ts'

/** A row store as Postgres is one, in memory: of two writers who read the same, one is told to read again. */
export interface MemorySpare {
  /** As one process reaches it; `wait` is a journey there or back, and rejects where Postgres does not answer. */
  reach(wait: () => Promise<void>): SpareSlots
  /** The row of a key as it stands. */
  row(key: string): { readonly state: string; readonly inUseUntilUs: number | null } | undefined
}

/** @param nowUs its clock. */
export function createMemorySpare(nowUs: () => number): MemorySpare {
  const rows = new Map<string, { state: string; inUseUntilUs: number | null; version: number }>()
  let version = 0

  function put(key: string, seen: number | undefined, write: SpareWrite): boolean {
    const row = rows.get(key)
    if (row?.version !== seen) return false
    const { state, inUseMs } = write
    const now = inUseMs === 0 ? null : nowUs() + (inUseMs ?? 0) * 1000
    rows.set(key, { state, inUseUntilUs: inUseMs === null ? (row?.inUseUntilUs ?? null) : now, version: ++version })
    return true
  }

  return {
    row: (key) => rows.get(key),
    reach: (wait) => ({
      async exchange(key, decide) {
        for (;;) {
          const askedAtUs = nowUs()
          await wait()
          const row = rows.get(key)
          const seen = { state: row?.state ?? null, inUseUntilUs: row?.inUseUntilUs ?? null, nowUs: nowUs() }
          await wait()
          const { write, answer } = decide({ ...seen, ageMs: (nowUs() - askedAtUs) / 1000 })
          if (write === null) return answer
          await wait()
          const done = put(key, row?.version, write)
          await wait()
          if (done) return answer
        }
      },
    }),
  }
}
