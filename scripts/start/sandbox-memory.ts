import type { DataFolder } from './data-folder.ts'
import type { Part } from './supervisor.ts'

/** What the sandbox knows, over its restarts: it keeps its state in memory alone, so we ask it for a copy and give that back. */
export interface SandboxMemory {
  /** Keeps a copy of what the sandbox knows now. A sandbox that does not answer changes nothing. */
  save(): Promise<void>
  /** The same part, which gets the last copy back each time it has started, before anybody else is told that it is ready. */
  remembering(sandbox: Part): Part
  /** Saves every few seconds, until the returned function is called. */
  saveRegularly(): () => void
}

const FILE = 'sandbox-state.json'
const SAVE_EVERY_MS = 2_000
const ANSWERS_WITHIN_MS = 5_000

/** Uses `GET` and `PUT /control/state` of the sandbox at `sandboxUrl`. */
export function createSandboxMemory(folder: DataFolder, sandboxUrl: string): SandboxMemory {
  const address = `${sandboxUrl}/control/state`
  const signal = () => AbortSignal.timeout(ANSWERS_WITHIN_MS)
  let last: string | undefined
  // From the start of a sandbox until it has its state again, what it knows is nothing: not to be kept.
  let isEmpty = true

  async function save(): Promise<void> {
    if (isEmpty) return
    try {
      const response = await fetch(address, { signal: signal() })
      const state: unknown = await response.json()
      const text = JSON.stringify(state)
      if (!response.ok || isEmpty || text === last) return
      folder.write(FILE, state)
      last = text
    } catch {
      // It is down or being started again: the last copy stays.
    }
  }

  async function restore(): Promise<void> {
    const state = folder.read<unknown>(FILE)
    if (state === undefined) return
    const response = await fetch(address, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(state),
      signal: signal(),
    })
    if (!response.ok) {
      const answer = await response.text()
      throw new Error(
        `The sandbox did not take back what it knew (${response.status}: ${answer}). To begin anew: npm start -- --fresh.`,
      )
    }
  }

  return {
    save,
    remembering: (sandbox) => ({
      ...sandbox,
      launch: async (signal) => {
        isEmpty = true
        const child = await sandbox.launch(signal)
        try {
          await restore()
          isEmpty = false
          return child
        } catch (error) {
          await child.stop()
          throw error
        }
      },
    }),
    saveRegularly: () => {
      const timer = setInterval(() => void save(), SAVE_EVERY_MS)
      return () => clearInterval(timer)
    },
  }
}
