import { type Actor, recordAction } from '../audit.ts'
import type { Db } from '../connect.ts'
import { getPartner } from '../partners.ts'
import { liftPause, listOpenPauses, openNewPause, type Pause, type PauseScope } from '../pauses.ts'

/** What became of an order to stop: `made: false` where an operator's stop of this scope holds already, which is left as it is. */
export type OrderedPause = { pause: Pause; made: boolean } | { refused: 'partner_not_found' }

/** Stops what is in the scope, recorded with its reason in the same transaction. */
export async function pauseByOperator(
  db: Db,
  input: { by: Actor; scope: PauseScope; reason: string },
): Promise<OrderedPause> {
  const { by, scope, reason } = input
  return db.transaction().execute(async (tx) => {
    const partner = typeof scope === 'object' ? { partnerId: scope.partnerId } : {}
    if (partner.partnerId !== undefined && !(await getPartner(tx, partner.partnerId)))
      return { refused: 'partner_not_found' }
    const before = await listOpenPauses(tx)
    const pause = await openNewPause(tx, { scope, reason: 'operator', detail: reason, by: by.name })
    if (!pause) {
      const holds = (await listOpenPauses(tx)).find((open) => open.reason === 'operator' && isSame(open.scope, scope))
      if (!holds) throw new Error('a stop was lifted at this very moment')
      return { pause: holds, made: false }
    }
    await recordAction(tx, {
      by,
      action: 'sending.pause',
      reason,
      onRows: { pauseId: pause.id, ...partner },
      before: { open: before.map(({ scope: held, reason: why }) => ({ scope: held, reason: why })) },
      after: { scope },
    })
    return { pause, made: true }
  })
}

/** Lifts one stop, be it an operator's or one that the system made; recorded. `null` where there is none of this id that holds. */
export async function resumeByOperator(
  db: Db,
  input: { by: Actor; id: string; reason: string },
): Promise<Pause | null> {
  const { by, id, reason } = input
  return db.transaction().execute(async (tx) => {
    const pause = await liftPause(tx, { id, by: by.name, reason })
    if (!pause) return null
    const { scope } = pause
    await recordAction(tx, {
      by,
      action: 'sending.resume',
      reason,
      onRows: { pauseId: id, ...(typeof scope === 'object' ? scope : {}) },
      before: { scope, reason: pause.reason, detail: pause.detail, pausedBy: pause.pausedBy, pausedAt: pause.pausedAt },
      after: { open: (await listOpenPauses(tx)).length },
    })
    return pause
  })
}

function isSame(one: PauseScope, other: PauseScope): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other
  return one.partnerId === other.partnerId
}
