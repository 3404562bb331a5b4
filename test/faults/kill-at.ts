import { subscribe } from 'node:diagnostics_channel'

/*
 * Loaded into a worker before its own code (`node --import`): ends that process with SIGKILL at a named point, from within the step itself,
 * so that nothing of what follows is done. `during` is in the middle of the call: the request has left, no answer has come.
 */
const point = process.env['FAULT_AT']
const passes = Number(process.env['FAULT_AFTER'] ?? '0')
const DURING_MS = 20
let seen = 0

function killNow(): void {
  seen += 1
  if (seen > passes) process.kill(process.pid, 'SIGKILL')
}

if (point === 'during') {
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: { path: string } }
    if (request.path.includes('/count')) setTimeout(killNow, DURING_MS)
  })
} else if (point !== undefined) {
  subscribe('bridge:push', (message) => {
    if ((message as { at: string }).at === point) killNow()
  })
}
