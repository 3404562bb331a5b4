import type { WholeSystem } from '@bridge/testkit'
import { waitFor } from '@bridge/testkit'
import type { FleetOfPartners } from './fleet-of-partners.ts'

/** How often a fault was injected, and how many milliseconds it took from the end of the last one until all was settled. */
export interface Injected {
  times: number
  recoverMs: number
}

/** What a fault is injected into, and how much of it. */
export interface FaultInput {
  system: WholeSystem
  fleet: FleetOfPartners
  /** The long form: as often and for as long as the issue of it in production; the short one is for every test run. */
  long: boolean
  /** Workers have many counts in hand, and claim and settle them in groups. */
  grouped: boolean
  random: () => number
}

/** A kind of fault by name. `inject` has new numbers sent, does its harm in the middle, and answers when all is settled. */
export interface Fault {
  name: string
  inject(input: FaultInput): Promise<Injected>
}

/** The longest that a recovery may take before it counts as lost. */
export const RECOVER_WITHIN_MS = 180_000

/** Waits for this long: a fault that lasts is nothing that a condition could tell. */
export function lasting(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Has every company's number change, and waits until some of the new ones have been taken: the middle of the sending. */
export async function inTheMiddle({ system, fleet }: FaultInput): Promise<void> {
  await fleet.report()
  const newest = Math.max(...fleet.counts.values())
  const round = Math.floor(newest / 10_000)
  await waitFor(
    async () => {
      const { taken } = await system.db
        .selectFrom('push')
        .select(({ fn }) => fn.countAll<string>().as('taken'))
        .where('outcome', '=', 'accepted')
        .where('unit_count', '>=', round * 10_000)
        .executeTakeFirstOrThrow()
      return Number(taken) > fleet.counts.size / 10
    },
    { timeoutMs: RECOVER_WITHIN_MS, everyMs: 20, what: 'some of the new numbers to be taken' },
  )
}

/** Milliseconds since `sinceMs`, by the monotonic clock. */
export function msSince(sinceMs: number): number {
  return Math.round(performance.now() - sinceMs)
}
