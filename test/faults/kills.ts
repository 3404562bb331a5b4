import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { waitFor } from '@bridge/testkit'
import { type Fault, type FaultInput, inTheMiddle, lasting, msSince, RECOVER_WITHIN_MS } from './fault.ts'
import { isSettled, settled } from './verdict.ts'

/** The points of a push at which its worker kills itself, from within the step. */
const POINTS = ['claiming', 'claimed', 'during', 'answered', 'settled'] as const
const PRELOAD = fileURLToPath(new URL('./kill-at.ts', import.meta.url))
/** One call at a time, so that a kill hits one and what it costs can be counted; or so many that there is some for each worker. */
const IN_HAND = { alone: '1', grouped: '20' }

/**
 * Every company gets a new number, five workers kill themselves, one at each named point, while the numbers are sent; those that replace
 * them do the same, until each has; then all are let be. Where counts go in groups, a kill hits all that its worker has in hand.
 */
export const killsAtPoints: Fault = {
  name: 'SIGKILL at a named point',
  async inject(input) {
    const rounds = input.long ? 20 : 2
    const folder = mkdtempSync(join(tmpdir(), 'gradient-bridge-kills-'))
    const fileOf = (worker: { name: string }) => join(folder, `${worker.name}.json`)
    const workers = input.system.billingWorkers
    try {
      await Promise.all(
        workers.map((worker) =>
          worker.restartWith({
            WORKER_CONCURRENCY: input.grouped ? IN_HAND.grouped : IN_HAND.alone,
            NODE_OPTIONS: `--import=${PRELOAD}`,
            FAULT_FILE: fileOf(worker),
          }),
        ),
      )
      let times = 0
      let recoverMs = 0
      for (let round = 0; round < rounds; round += 1) {
        const killed = await killAtEachPoint(input, fileOf)
        times += killed.times
        recoverMs = Math.max(recoverMs, killed.recoverMs)
      }
      return { times, recoverMs }
    } finally {
      await Promise.all(workers.map((worker) => worker.restartWith({})))
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function killAtEachPoint(
  { system, fleet, random }: FaultInput,
  fileOf: (worker: { name: string }) => string,
): Promise<{ times: number; recoverMs: number }> {
  const workers = system.billingWorkers
  const before = workers.map((worker) => worker.kills())
  const kills = () => workers.map((worker, index) => worker.kills() - (before[index] ?? 0))
  for (const [index, worker] of workers.entries()) {
    const order = { at: POINTS[index % POINTS.length], passes: Math.floor(random() * 4) }
    // Whole or not at all: it is read by a process that may be at work.
    writeFileSync(`${fileOf(worker)}.new`, JSON.stringify(order))
    renameSync(`${fileOf(worker)}.new`, fileOf(worker))
  }
  await Promise.all(workers.map((worker) => worker.atWork()))
  const all = () => kills().every((count) => count > 0)
  // New numbers, and again where the others have sent everything before one came to its point.
  const getThere = async () => {
    if (!all() && (await isSettled(system, fleet))) await fleet.report()
    return all()
  }
  await waitFor(getThere, { timeoutMs: RECOVER_WITHIN_MS, what: 'each worker to come to its point' })
  const sinceMs = performance.now()
  for (const worker of workers) rmSync(fileOf(worker))
  await settled(system, fleet, RECOVER_WITHIN_MS)
  return { times: kills().reduce((sum, count) => sum + count, 0), recoverMs: msSince(sinceMs) }
}

/** Any process of ours, at any moment, while numbers change. */
export const killsAtRandom: Fault = {
  name: 'SIGKILL at random, any process',
  async inject(input) {
    const { system, fleet, random, long } = input
    const times = long ? 120 : 8
    const victims = [...system.services.values()]
    await inTheMiddle(input)
    for (let kill = 0; kill < times; kill += 1) {
      await lasting(random() * 700)
      await victims[Math.floor(random() * victims.length)]?.kill()
      if (kill % 10 === 4) await fleet.report()
    }
    const sinceMs = performance.now()
    await settled(system, fleet, RECOVER_WITHIN_MS)
    return { times, recoverMs: msSince(sinceMs) }
  },
}
