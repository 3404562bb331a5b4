import { type Actor, type Db, orderRetry, pauseByOperator, previewRetry, resumeByOperator, stopRetry } from '@bridge/db'
import { previewWords } from '../retries/words.ts'
import type { Order } from './read-order.ts'
import { notDone, type Said } from './said.ts'

/**
 * Carries out what sends or stops something, by the same functions as the console, and so by the same rules and into the same audit. The scheduler
 * finds what is to be done within seconds; nobody need be nudged.
 */
export async function change(
  { db, by }: { db: Db; by: Actor },
  order: Extract<Order, { verb: 'retry' | 'retry-stop' | 'pause' | 'resume' }> & { reason: string },
): Promise<Said> {
  const { reason } = order
  switch (order.verb) {
    case 'retry': {
      const { token, ...preview } = await previewRetry(db, order.scope)
      const words = previewWords(preview)
      const ordered = await orderRetry(db, { by, scope: order.scope, reason, token })
      if (!('id' in ordered))
        return notDone('What would be sent has changed at this very moment. Look at the preview again.')
      return { words: `${words}\nRetry ${ordered.id} is ordered.`, json: { ...preview, words, id: ordered.id } }
    }
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

/** What a retry would do. */
export async function preview(db: Db, scope: Extract<Order, { verb: 'retry' }>['scope']): Promise<Said> {
  const { token: _, ...counts } = await previewRetry(db, scope)
  const words = previewWords(counts)
  return { words: `${words}\nNothing is ordered yet: say --reason WHY to order it.`, json: { ...counts, words } }
}
