import {
  type Claim,
  claimablePushes,
  claimPush,
  claimPushes,
  type Db,
  isRefusedForItsRows,
  type Settled,
  type Settlement,
  settleAccepted,
  settlePush,
} from '@bridge/db'
import { gather } from './gather.ts'

/** Rows in one statement. */
const MOST = 100

/** The ledger as the jobs of one process see it: each asks for its own push, and what is asked at the same time is done together. */
export interface Ledger {
  /** The tries that were made of a push whose claim may succeed; undefined where it may not (`claimablePushes`). */
  triesOf(pushId: string): Promise<number | undefined>
  /** As `claimPush`. */
  claim(pushId: string): Promise<Claim | null>
  /** As `settlePush`. */
  settle(settlement: Settlement): Promise<Settled>
}

/**
 * Opens it. A push that the statement for many leaves out, or that stands in a group that Postgres refused for what is in it, is done again alone: one that is
 * held up, fenced or broken harms no other, and what is decided is what a push alone would get. Where Postgres cannot be reached each of a group is told so at once.
 * @param deps `hasTime`: whether those who ask if a push is claimable would have to wait for the budget anyway.
 */
export function openLedger(deps: { db: Db; worker: string; claimMs: number; hasTime: () => boolean }): Ledger {
  const { db, worker, claimMs } = deps
  const triesOf = gather<string, number | undefined>({
    most: MOST,
    hasTime: deps.hasTime,
    run: async (pushIds) => {
      const claimable = await claimablePushes(db, pushIds)
      return pushIds.map((id) => claimable.get(id))
    },
  })
  const claimTogether = gather<string, Claim | undefined>({
    most: MOST,
    run: async (pushIds) => {
      const claims = await claimPushes(db, { pushIds, worker, claimMs }).catch(noneWhereRefused<Claim[]>([]))
      const byPush = new Map(claims.map((claim) => [claim.pushId, claim]))
      return pushIds.map((id) => {
        const claim = byPush.get(id)
        // To one who asks: two jobs for the same push would make two calls under one claim.
        byPush.delete(id)
        return claim
      })
    },
  })
  const settleTogether = gather<Settlement, Settled | undefined>({
    most: MOST,
    run: async (settlements) => {
      const settled = await settleAccepted(db, settlements).catch(noneWhereRefused(new Map<string, Settled>()))
      return settlements.map(({ pushId }) => settled.get(pushId))
    },
  })
  return {
    triesOf,
    claim: async (pushId) => (await claimTogether(pushId)) ?? claimPush(db, { pushId, worker, claimMs }),
    settle: async (settlement) => {
      const isTaken = settlement.result === 'accepted'
      return (isTaken ? await settleTogether(settlement) : undefined) ?? settlePush(db, settlement)
    },
  }
}

/** Of a group that was refused for its rows none is done; any other failure is everybody's. */
function noneWhereRefused<None>(none: None): (error: unknown) => None {
  return (error) => {
    if (isRefusedForItsRows(error)) return none
    throw error
  }
}
