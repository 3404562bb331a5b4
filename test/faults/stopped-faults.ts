import { fileURLToPath } from 'node:url'
import { waitFor } from '@bridge/testkit'
import { type Fault, type FaultInput, inTheMiddle, lasting, msSince, RECOVER_WITHIN_MS } from './fault.ts'
import { settled } from './verdict.ts'

const CLOCK_OFF = fileURLToPath(new URL('./clock-off.ts', import.meta.url))
const DAY_MS = 86_400_000

/**
 * A worker is stopped (SIGSTOP) in the middle of its calls, for longer than its claims hold. Meanwhile every number changes and is sent by
 * others; then it goes on with what it had in its hands.
 */
export const workerStopped: Fault = {
  name: 'Worker stopped in mid-call (SIGSTOP)',
  async inject(input) {
    const { system, fleet, long } = input
    const times = long ? 3 : 1
    let recoverMs = 0
    for (let time = 0; time < times; time += 1) {
      const [stopped] = system.billingWorkers
      if (!stopped) throw new Error('no worker to stop')
      await fleet.report()
      await waitFor(() => hasClaims(input, stopped.pid()), { everyMs: 5, timeoutMs: RECOVER_WITHIN_MS })
      stopped.signal('SIGSTOP')
      await fleet.report()
      await lasting(long ? 120_000 : 6_000)
      stopped.signal('SIGCONT')
      const goesOnMs = performance.now()
      await settled(system, fleet, RECOVER_WITHIN_MS)
      await lostCallsAnswered(input)
      recoverMs = Math.max(recoverMs, msSince(goesOnMs))
    }
    return { times, recoverMs }
  },
}

async function hasClaims({ system }: FaultInput, pid: number): Promise<boolean> {
  const claimed = await system.db
    .selectFrom('push')
    .select('id')
    .where('outcome', '=', 'sending')
    .where('claimed_by', 'like', `%:${pid}`)
    .executeTakeFirst()
  return claimed !== undefined
}

/** Until every call that came back late has been answered with the newest number. */
async function lostCallsAnswered({ system, fleet }: FaultInput): Promise<void> {
  await waitFor(
    async () => {
      const open = await system.db
        .selectFrom('lost_call')
        .select('push_id')
        .where('over_at', 'is not', null)
        .where('resolved_at', 'is', null)
        .executeTakeFirst()
      return open === undefined
    },
    { timeoutMs: RECOVER_WITHIN_MS, everyMs: 100 },
  )
  await settled(system, fleet, RECOVER_WITHIN_MS)
}

/** The wall clocks of two workers are wrong, by a day in each direction; those of the others are right. */
export const clocksOff: Fault = {
  name: 'Clocks off by a day',
  async inject(input) {
    const { system, fleet } = input
    const off = system.billingWorkers.slice(0, 2)
    await Promise.all(
      off.map((worker, index) =>
        worker.restartWith({
          NODE_OPTIONS: `--import=${CLOCK_OFF}`,
          CLOCK_OFF_MS: String(index === 0 ? DAY_MS : -DAY_MS),
        }),
      ),
    )
    await inTheMiddle(input)
    const sinceMs = performance.now()
    await settled(system, fleet, RECOVER_WITHIN_MS)
    const recoverMs = msSince(sinceMs)
    await Promise.all(off.map((worker) => worker.restartWith({})))
    return { times: off.length, recoverMs }
  },
}
