import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'

/*
 * Loaded into a worker before its own code (`node --import`): ends that process with SIGKILL at a named point, from within the step itself,
 * so that nothing of what follows is done. `during` is in the middle of the call: the request has left, no answer has come. At which point, and
 * at which pass of it, stands in the file that `FAULT_FILE` names; while there is none, nothing is done. So one process can be told again and
 * again: to start another for each order would cost more than all that is tried.
 */
const file = process.env['FAULT_FILE'] ?? ''
const DURING_MS = 20
let last: string | undefined
let seen = 0

function isOrdered(point: string): boolean {
  const order = readOrder()
  if (order !== last) seen = 0
  last = order
  if (order === undefined) return false
  const { at, passes } = JSON.parse(order) as { at: string; passes: number }
  if (at !== point) return false
  seen += 1
  return seen > passes
}

function readOrder(): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function killNow(): void {
  process.kill(process.pid, 'SIGKILL')
}

subscribe('undici:request:bodySent', (message) => {
  const { request } = message as { request: { path: string } }
  if (!request.path.includes('/count') || !isOrdered('during')) return
  setTimeout(() => {
    if (readOrder() !== undefined) killNow()
  }, DURING_MS)
})
subscribe('bridge:push', (message) => {
  if (isOrdered((message as { at: string }).at)) killNow()
})
