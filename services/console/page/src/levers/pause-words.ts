import type { Pause } from '../api/shapes.ts'
import { words } from '../words/words.ts'

/** Whether a stop is of one partner alone. */
export function isOfPartner(pause: Pick<Pause, 'scope'>): pause is Pause & { scope: { partnerId: string } } {
  return typeof pause.scope === 'object'
}

/** What an operator orders, here or by pausing a queue in its dashboard. */
const ORDERS = ['operator', 'queue_paused']

/** Whether the system stopped itself, because of what Gradient answered: not an operator's order. */
export function isOwnDoing(pause: Pick<Pause, 'reason'>): boolean {
  return !ORDERS.includes(pause.reason)
}

/** What is stopped: `Counts are stopped.` */
export function pauseTitle({ scope }: Pick<Pause, 'scope'>): string {
  return typeof scope === 'object' ? words.levers.stopped.partner(scope.partnerId) : words.levers.stopped[scope]
}

/** Why, and by whom, ending before the moment. */
export function pauseWords(pause: Pick<Pause, 'reason' | 'detail' | 'pausedBy'>): string {
  if (pause.reason === 'operator') return words.levers.byOperator(pause.pausedBy, pause.detail)
  if (pause.reason === 'queue_paused') return words.levers.byQueue(pause.pausedBy)
  return words.levers.byItself[pause.reason] ?? words.levers.byItselfOther(pause.detail)
}
