import type { DataFolder } from './data-folder.ts'

/** What the sandbox knows, over its restarts: it keeps its state in memory alone, so we ask it for a copy and give that back. */
export interface SandboxMemory {
  /** Keeps a copy of what the sandbox knows now. A sandbox that does not answer changes nothing. */
  save(): Promise<void>
  /** Gives the last copy back to a sandbox that has just started. */
  restore(): Promise<void>
  /** Saves every few seconds, until the returned function is called. */
  saveRegularly(): () => void
}

const FILE = 'sandbox-state.json'
const SAVE_EVERY_MS = 5_000
const ANSWERS_WITHIN_MS = 5_000

/** Uses `GET` and `PUT /control/state` of the sandbox at `sandboxUrl`. */
export function createSandboxMemory(folder: DataFolder, sandboxUrl: string): SandboxMemory {
  const address = `${sandboxUrl}/control/state`
  const signal = () => AbortSignal.timeout(ANSWERS_WITHIN_MS)
  let last: string | undefined

  async function save(): Promise<void> {
    try {
      const response = await fetch(address, { signal: signal() })
      const state: unknown = await response.json()
      const text = JSON.stringify(state)
      if (!response.ok || text === last) return
      folder.write(FILE, state)
      last = text
    } catch {
      // It is down or being started again: the last copy stays.
    }
  }

  return {
    save,
    restore: async () => {
      const state = folder.read<unknown>(FILE)
      if (state === undefined) return
      const response = await fetch(address, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(state),
        signal: signal(),
      })
      if (!response.ok) {
        throw new Error(`The sandbox did not take back what it knew (${response.status}): ${await response.text()}`)
      }
    },
    saveRegularly: () => {
      const timer = setInterval(() => void save(), SAVE_EVERY_MS)
      return () => clearInterval(timer)
    },
  }
}
