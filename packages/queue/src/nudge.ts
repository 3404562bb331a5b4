import { createHash } from 'node:crypto'
import { type JobData, type JobName, MOST_IN_BATCH } from './contracts.ts'

/** A job to be added: "look at this row". */
export interface Nudge<Name extends JobName = JobName> {
  name: Name
  /** Carries no `:` and is not a bare number (BullMQ refuses both). The round is in it, since a finished job of the same id swallows a new add. */
  id: string
  data: JobData<Name>
  /** Not before this many milliseconds from now. */
  delayMs?: number
}

/** A push, and the round of it that is to be nudged. */
interface PushRound {
  id: string
  nudge: number
  connectionId: string
}

/** Look at one push, in one round of it. */
export function nudgePush(push: PushRound): Nudge<'push-usage'> {
  const { id, nudge, connectionId } = push
  return { name: 'push-usage', id: `push-${id}-${nudge}`, data: { pushId: id, connectionId } }
}

/** Look at these pushes: at one by a job of its own, at several by the batch. */
export function nudgePushes(pushes: PushRound[]): Nudge<'push-usage' | 'push-batch'>[] {
  return pushes.length === 1 ? pushes.map(nudgePush) : nudgeBatches(pushes)
}

/** In their order, so many together as one job may name. The same ones in the same rounds are the same jobs, whoever nudges them. */
function nudgeBatches(pushes: PushRound[]): Nudge<'push-batch'>[] {
  return Array.from({ length: Math.ceil(pushes.length / MOST_IN_BATCH) }, (_, at) => {
    const batch = pushes.slice(at * MOST_IN_BATCH, (at + 1) * MOST_IN_BATCH)
    const rounds = batch.map(({ id, nudge }) => `${id}-${nudge}`).join(' ')
    const name = createHash('sha256').update(rounds).digest('base64url').slice(0, 22)
    return {
      name: 'push-batch',
      id: `batch-${name}`,
      data: { pushes: batch.map(({ id, nudge, connectionId }) => ({ id, nudge, connectionId })) },
    }
  })
}

/** Run one sync of accounts; with `delayMs`, so that what else is registered meanwhile comes along. */
export function nudgeSync(sync: { id: string; nudge: number }, delayMs = 0): Nudge<'sync-accounts'> {
  return { name: 'sync-accounts', id: `sync-${sync.id}-${sync.nudge}`, data: { syncId: sync.id }, delayMs }
}

/** Judge one doubt of a connection's key. */
export function nudgeJudge(doubt: { connectionId: string; round: number }): Nudge<'judge-key'> {
  const { connectionId, round } = doubt
  return { name: 'judge-key', id: `judge-${connectionId}-${round}`, data: { connectionId } }
}

/** See whether a partner's part in a run is over. */
export function nudgeFinish(run: { connectionId: string; period: string }): Nudge<'finish-run'> {
  return {
    name: 'finish-run',
    id: `finish-${run.connectionId}-${run.period}`,
    data: { connectionId: run.connectionId, period: run.period },
  }
}

/** See whether a run is due, now and not only on the 1st. */
export function nudgePlan(runId: string): Nudge<'plan-runs'> {
  return { name: 'plan-runs', id: `plan-${runId}`, data: {} }
}

/** Look at once for what an operator has asked for; `order` names what, so that each order is one job. */
export function nudgeLook(order: string): Nudge<'look-now'> {
  return { name: 'look-now', id: `look-${order}`, data: {} }
}

/** Send one mail, in one round of it. */
export function nudgeMail(mail: { id: string; nudge: number }): Nudge<'send-mail'> {
  return { name: 'send-mail', id: `mail-${mail.id}-${mail.nudge}`, data: { mailId: mail.id } }
}
