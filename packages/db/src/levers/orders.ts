import type { NudgedSync } from '../account-syncs.ts'
import { type Actor, recordAction } from '../audit.ts'
import type { Db } from '../connect.ts'
import { syncAllAccountsIn } from '../connection-reads.ts'
import { liveConnection } from '../connections.ts'
import { type StartedRun, startRun } from '../ledger/start-run.ts'
import { getPartner } from '../partners.ts'
import { retryOnDeadlock } from '../retry-on-deadlock.ts'
import { askForSweep, viewSweep } from '../sweeps.ts'

/** Why an order about a partner is not carried out. */
type PartnerRefusal = { refused: 'partner_not_found' | 'not_connected' | 'needs_key' }

/**
 * Orders that a period is billed now, for all or for one partner; recorded, also where such a run is under way already (`created: false`). A sweep
 * is asked for with it, so that it is planned also where nobody can be nudged.
 */
export async function runByOperator(
  db: Db,
  input: { by: Actor; reason: string; period: string; partnerId: string | null; deadlineAt: Date; now: Date },
): Promise<StartedRun | PartnerRefusal | { refused: 'ended_just_now' }> {
  const { by, reason, period, partnerId, deadlineAt, now } = input
  return db.transaction().execute(async (tx) => {
    if (partnerId !== null) {
      if (!(await getPartner(tx, partnerId))) return { refused: 'partner_not_found' }
      if (!(await liveConnection(tx, partnerId))) return { refused: 'not_connected' }
    }
    const run = await startRun(tx, { period, kind: 'requested', partnerId, deadlineAt, connectedBy: now })
    if (!run) return { refused: 'ended_just_now' }
    await askForSweep(tx)
    await recordAction(tx, {
      by,
      action: 'run.order',
      reason,
      onRows: { runId: run.id, ...(partnerId === null ? {} : { partnerId }) },
      after: { period, created: run.created },
    })
    return run
  })
}

/** Has all of a partner's accounts looked at and made, as its own Sync Company Accounts does; recorded. */
export async function syncByOperator(
  db: Db,
  input: { by: Actor; reason: string; partnerId: string },
): Promise<NudgedSync | PartnerRefusal> {
  const { by, reason, partnerId } = input
  return retryOnDeadlock(() =>
    db.transaction().execute(async (tx) => {
      if (!(await getPartner(tx, partnerId))) return { refused: 'partner_not_found' }
      const live = await liveConnection(tx, partnerId)
      if (!live) return { refused: 'not_connected' }
      if (live.status === 'needs_key') return { refused: 'needs_key' }
      const sync = await syncAllAccountsIn(tx, live.id)
      await recordAction(tx, { by, action: 'accounts.sync', reason, onRows: { partnerId, syncId: sync.id } })
      return sync
    }),
  )
}

/** Asks for a sweep at once; recorded. Answers when the last one began, to tell it from the next. */
export async function sweepByOperator(
  db: Db,
  input: { by: Actor; reason: string },
): Promise<{ lastBeganAt: Date | null }> {
  return db.transaction().execute(async (tx) => {
    const { beganAt } = await viewSweep(tx)
    await askForSweep(tx)
    await recordAction(tx, { ...input, action: 'sweep.order', before: { lastBeganAt: beganAt } })
    return { lastBeganAt: beganAt }
  })
}
