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
import {
  nudgeFinish,
  nudgeJudge,
  nudgeMail,
  nudgePush,
  nudgePushes,
  nudgeSync,
  type QueueName,
  type Queues,
} from '@bridge/queue'

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
  const pushes = await missingPushes(db, queues)
  const syncs = await missing(
    queues,
    'accounts',
    await sweepSyncs(db),
    (sync) => nudgeSync(sync).id,
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
  const mails = await missing(
    queues,
    'mail',
    await dueMails(db, MAIL_WINDOW),
    (mail) => nudgeMail(mail).id,
    (ids) => advanceMailNudges(db, ids),
  )
  await queues.add([
    ...doubts,
    ...nudgePushes(pushes),
    ...syncs.map((sync) => nudgeSync(sync)),
    ...finishes,
    ...mails.map(nudgeMail),
  ])
  return {
    pushes: pushes.length,
    syncs: syncs.length,
    finishes: finishes.length,
    doubts: doubts.length,
    mails: mails.length,
  }
}

async function missingPushes(db: Db, queues: Queues) {
  const due = await duePushes(db, { limit: NUDGE_WINDOW })
  const batched = due.length > 0 ? await queues.batchedPushes() : new Map<string, string>()
  const rest = due.filter(({ id }) => !batched.has(id))
  return missing(
    queues,
    'billing',
    rest,
    (push) => nudgePush(push).id,
    (ids) => advanceNudges(db, ids),
  )
}

async function missing<Row extends { id: string; nudge: number }>(
  queues: Queues,
  queue: QueueName,
  rows: Row[],
  jobIdOf: (row: Row) => string,
  advance: (ids: string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const states = await queues.look(queue, rows.map(jobIdOf))
  const absent = rows.filter((_, index) => states[index] === 'absent')
  const failed = rows.filter((_, index) => states[index] === 'failed')
  const again = await advance(failed.map((row) => row.id))
  return [...absent, ...again]
}
