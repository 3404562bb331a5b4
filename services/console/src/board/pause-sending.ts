import { liftPause, listOpenPauses, openNewPause, type PauseScope, type Tx } from '@bridge/db'

/** What the workers of a queue send, where they send something. */
const SENT_BY: Readonly<Record<string, PauseScope>> = {
  accounts: 'accounts',
  billing: 'billing',
  batches: 'billing',
}
const REASON = 'queue_paused'

/**
 * Whoever pauses a queue means that its work stops. The workers find work in Postgres too, so that a paused queue alone would only slow them
 * down: sending is stopped with it, and goes on with it.
 */
export async function pauseSendingWith(
  tx: Tx,
  change: { action: string; queue: string | undefined; by: string; reason: string },
): Promise<void> {
  const { action, queue, by, reason } = change
  const scopes =
    queue === undefined ? [...new Set(Object.values(SENT_BY))] : [SENT_BY[queue]].filter((scope) => scope !== undefined)
  if (action === 'board.pause' || action === 'board.pause_all') {
    for (const scope of scopes) {
      await openNewPause(tx, {
        scope,
        reason: REASON,
        detail: `Its queue was paused in the queue dashboard: ${reason}`,
        by,
      })
    }
  }
  if (action === 'board.resume' || action === 'board.resume_all') {
    for (const pause of await listOpenPauses(tx)) {
      if (pause.reason !== REASON || !scopes.includes(pause.scope)) continue
      await liftPause(tx, { id: pause.id, by, reason: `Its queue was resumed in the queue dashboard: ${reason}` })
    }
  }
}
