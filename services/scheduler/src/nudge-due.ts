import {
  advanceMailNudges,
  advanceNudges,
  advanceSyncNudges,
  type Db,
  dueMails,
  duePushes,
  dueRebuilds,
  keysInDoubt,
  sweepSyncs,
} from '@bridge/db'
import { nudgeFinish, nudgeJudge, nudgeMail, nudgePush, nudgeSync, type QueueName, type Queues } from '@bridge/queue'

/** How many pushes lie nudged in Redis at most: more than the fleet sends between two sweeps, far less than a whole run. */
export const NUDGE_WINDOW = 10_000
const MAIL_WINDOW = 1_000

/** What was nudged. */
export interface Nudged {
  pushes: number
  syncs: number
  finishes: number
  doubts: number
  mails: number
}

/**
 * Compares what Postgres says is due with what lies in the queue, and nudges what is missing there. A job in the failed set whose
 * row is due again gets a new round; its old job stays to be seen.
 */
export async function nudgeDue({ db, queues }: { db: Db; queues: Queues }): Promise<Nudged> {
  const pushes = await missing(queues, 'billing', await duePushes(db, { limit: NUDGE_WINDOW }), nudgePush, (ids) =>
    advanceNudges(db, ids),
  )
  const syncs = await missing(
    queues,
    'accounts',
    await sweepSyncs(db),
    (sync) => nudgeSync(sync),
    (ids) => advanceSyncNudges(db, ids),
  )
  const finishes = (await dueRebuilds(db)).map(nudgeFinish)
  const inDoubt = (await keysInDoubt(db)).map(nudgeJudge)
  const judged = await queues.look(
    'accounts',
    inDoubt.map((nudge) => nudge.id),
  )
  // A judge that gave up leaves nothing behind (`keepFailed`), so what is not there must come.
  const doubts = inDoubt.filter((_, index) => judged[index] === 'absent')
  const mails = await missing(queues, 'mail', await dueMails(db, MAIL_WINDOW), nudgeMail, (ids) =>
    advanceMailNudges(db, ids),
  )
  await queues.add([...doubts, ...pushes, ...syncs, ...finishes, ...mails])
  return {
    pushes: pushes.length,
    syncs: syncs.length,
    finishes: finishes.length,
    doubts: doubts.length,
    mails: mails.length,
  }
}

async function missing<Row extends { id: string; nudge: number }, N extends { id: string }>(
  queues: Queues,
  queue: QueueName,
  rows: Row[],
  toNudge: (row: Row) => N,
  advance: (ids: string[]) => Promise<Row[]>,
): Promise<N[]> {
  const states = await queues.look(
    queue,
    rows.map((row) => toNudge(row).id),
  )
  const absent = rows.filter((_, index) => states[index] === 'absent')
  const failed = rows.filter((_, index) => states[index] === 'failed')
  const again = await advance(failed.map((row) => row.id))
  return [...absent, ...again].map(toNudge)
}
