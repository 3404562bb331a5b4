import { QUEUES, type QueueName, type Queues } from '@bridge/queue'

/** How many jobs lie in a queue, by their state there. They are nudges: what is due stands in Postgres, and more may be due than lies here. */
export interface QueueDepth {
  name: QueueName
  waiting: number
  active: number
  delayed: number
  failed: number
  paused: boolean
}

/** The queues as they are, or what is wrong with Redis. */
export interface RedisState {
  problem: string | null
  queues: QueueDepth[] | null
}

/** Reads them. Never throws: Redis may be away. */
export async function readRedis(queues: Pick<Queues, 'queue' | 'problem'>): Promise<RedisState> {
  const problem = (await queues.problem()) ?? null
  try {
    return { problem, queues: await Promise.all(QUEUES.map((name) => depthOf(queues, name))) }
  } catch {
    return { problem: problem ?? 'Redis does not answer', queues: null }
  }
}

async function depthOf(queues: Pick<Queues, 'queue'>, name: QueueName): Promise<QueueDepth> {
  const queue = await queues.queue(name)
  const [counts, paused] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.isPaused(),
  ])
  const of = (...states: string[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  return {
    name,
    waiting: of('waiting', 'prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
    paused,
  }
}
