import {
  type Actor,
  type Db,
  orderRetry,
  pauseByOperator,
  previewRetry,
  type RetryScope,
  resumeByOperator,
  stopRetry,
} from '@bridge/db'
import { previewWords } from '../retries/words.ts'
import type { Order } from './read-order.ts'
import { notDone, type Said } from './said.ts'

/**
 * Carries out what sends or stops something, by the same functions as the console, and so by the same rules and into the same audit. The scheduler
 * finds what is to be done within seconds; nobody need be nudged.
 */
export async function change(
  { db, by }: { db: Db; by: Actor },
  order: Extract<Order, { verb: 'retry-stop' | 'pause' | 'resume' }>,
): Promise<Said> {
  const { reason } = order
  switch (order.verb) {
    case 'retry-stop': {
      const stopped = await stopRetry(db, { by, id: order.id, reason })
      if (!stopped) return notDone(`There is no retry ${order.id} that goes on.`)
      return { words: `Stopped: ${stopped.stopped} are not sent.`, json: stopped }
    }
    case 'pause': {
      const paused = await pauseByOperator(db, { by, scope: order.scope, reason })
      if ('refused' in paused) return notDone('There is no such partner.')
      const { pause, made } = paused
      return {
        words: made ? `Stopped (${pause.id}).` : `It was stopped already (${pause.id}).`,
        json: { ...pause, made },
      }
    }
    case 'resume': {
      const pause = await resumeByOperator(db, { by, id: order.id, reason })
      return pause ? { words: 'It goes on.', json: pause } : notDone(`No stop ${order.id} holds.`)
    }
  }
}

/** What a retry would do, and by which words just this is ordered. */
export async function preview(db: Db, scope: RetryScope): Promise<Said> {
  const { token, ...counts } = await previewRetry(db, scope)
  const words = previewWords(counts)
  return {
    words: `${words}\nNothing is ordered yet. To order just this, add:  --reason WHY --preview ${token}`,
    json: { ...counts, words, previewToken: token },
  }
}

/** Orders the retry that was seen in a preview: no more than that, as the console does. */
export async function retry(
  { db, by }: { db: Db; by: Actor },
  order: { scope: RetryScope; seen: { token: string; reason: string } },
): Promise<Said> {
  const { scope, seen } = order
  const ordered = await orderRetry(db, { by, scope, ...seen })
  if ('id' in ordered) return { words: `Retry ${ordered.id} is ordered.`, json: ordered }
  if ('refused' in ordered) return notDone('That is not the preview of this scope. Look at the preview again.')
  return notDone(`What would be sent has changed since: ${previewWords(ordered.outdated)} Look at the preview again.`)
}
