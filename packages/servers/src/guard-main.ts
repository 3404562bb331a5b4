import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { GuardOrder } from './guard.ts'
import { isRunning, signal } from './process-identity.ts'

type Watch = Extract<GuardOrder, { kind: 'watch' }>

const STOP_WITHIN_MS = 3_000
const LOOK_EVERY_MS = 25

const watched = new Map<number, Watch>()
const directories = new Set<string>()

// Whoever stops the one that we guard may signal all its descendants; our work begins only after that.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined)

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as GuardOrder
  if (order.kind === 'watch') watched.set(order.process.pid, order)
  else if (order.kind === 'forget') watched.delete(order.pid)
  else if (order.kind === 'remove') directories.add(order.directory)
  else directories.delete(order.directory)
}

const ranks = [...new Set([...watched.values()].map((watch) => watch.rank))].sort((a, b) => a - b)
for (const rank of ranks) {
  const left = [...watched.values()].filter((watch) => watch.rank === rank)
  for (const watch of left) signal(watch.process, watch.signal, 'process')
  const attempts = STOP_WITHIN_MS / LOOK_EVERY_MS
  for (let attempt = 0; attempt < attempts && left.some((watch) => isRunning(watch.process)); attempt++) {
    await delay(LOOK_EVERY_MS)
  }
  for (const watch of left) signal(watch.process, 'SIGKILL', 'group')
}
for (const directory of directories) rmSync(directory, { recursive: true, force: true })
