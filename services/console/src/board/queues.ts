import { QUEUES, type QueueName, RedisAwayError } from '@bridge/queue'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'

/** What a queue is for, and what pausing it does, for whoever looks at it. */
const DESCRIPTIONS: Record<QueueName, string> = {
  accounts: 'Accounts in Gradient, keys in doubt. Pause: no calls for accounts, whoever found the work.',
  billing: 'Counts to Gradient. Pause: no count is sent, whoever found the work.',
  batches:
    'Counts of runs and imports, up to 25 to a job; one that fails or is put off goes on in billing. Pause: no count is sent, whoever found the work.',
  calendar: 'Wakes the monthly run. The run begins without it too: Postgres says that it is due.',
  mail: 'Mails to partners. The sweep brings those back that are owed.',
}
const ANSWER_WITHIN_MS = 10_000

/** bull-board's way of hearing of a queue. */
type AddQueue = (queue: BullMQAdapter) => void

/**
 * Tells bull-board of our queues. They can be opened only while Redis answers, so that this is tried at each request until all are known.
 * @throws ProblemError `unavailable`
 */
export function createQueueOpener(deps: Pick<Deps, 'queues'>, addQueue: AddQueue): () => Promise<void> {
  const known = new Set<QueueName>()
  return async () => {
    for (const name of QUEUES) {
      if (known.has(name)) continue
      const queue = await deps.queues.queue(name).catch(away)
      if (known.has(name)) continue
      known.add(name)
      addQueue(
        new BullMQAdapter(queue, {
          description: DESCRIPTIONS[name],
          ...(name === 'billing' ? { externalJobUrl } : {}),
        }),
      )
    }
  }
}

/** Waits for what Redis has to answer, and no longer than a person does. @throws ProblemError `unavailable` */
export async function answered<Value>(reply: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisAwayError('Redis does not answer')), ANSWER_WITHIN_MS)
  })
  try {
    return await Promise.race([reply, late])
  } catch (error) {
    if (error instanceof RedisAwayError || isConnectionTrouble(error)) return away()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function away(): never {
  throw new ProblemError(
    'unavailable',
    'Redis does not answer. Work goes on from Postgres; the queues are seen again when it is back.',
    {
      headers: { 'retry-after': '5' },
    },
  )
}

/** ioredis, when it has no connection: it does not wait for one. */
function isConnectionTrouble(error: unknown): boolean {
  return (
    error instanceof Error &&
    /enableOfflineQueue|Connection is closed|ECONNREFUSED|ECONNRESET|max retries/i.test(error.message)
  )
}

/** From a job to what it is about. */
function externalJobUrl(job: { data: unknown }): { displayText: string; href: string } {
  const id = pushIdOf(job.data)
  return id === undefined ? { displayText: 'Runs', href: '/runs' } : { displayText: 'The push', href: `/pushes/${id}` }
}

/** The push that a job is about, if it is about one. */
export function pushIdOf(data: unknown): string | undefined {
  const id = (data as { pushId?: unknown } | null | undefined)?.pushId
  return typeof id === 'string' && /^\d{1,18}$/.test(id) ? id : undefined
}
