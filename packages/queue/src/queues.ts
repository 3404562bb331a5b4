import type { Job } from 'bullmq'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { JOBS, type QueueName } from './contracts.ts'
import { RedisAwayError } from './errors.ts'
import type { Nudge } from './nudge.ts'
import { readBatched } from './read-batched.ts'

const KEEP_FAILED = { age: 62 * 24 * 3600, count: 100_000 }
const BULK = 1_000
const ANSWER_WITHIN_MS = 2_000

/** Where nudges go. Fails fast while Redis is away: Postgres has the work, and the sweep brings it along. */
export interface Queues {
  /** Adds nudges, oldest first; one whose id is there already is left as it is. Throws `RedisAwayError`. */
  add(nudges: Nudge[]): Promise<void>
  /** What became of the jobs of these nudges, in their order. Throws `RedisAwayError`. */
  look(queue: QueueName, ids: string[]): Promise<('absent' | 'failed' | 'there')[]>
  /** The pushes that lie in batches, each with the id of its job. Throws `RedisAwayError`. */
  batchedPushes(): Promise<Map<string, string>>
  /** The queue itself, for the calendar and the dashboard. Throws `RedisAwayError`. */
  queue(name: QueueName): Promise<Queue>
  /** What is wrong with Redis, in words, or nothing: it must answer, never evict, and keep an append-only file. */
  problem(): Promise<string | undefined>
  /** Calls the listener whenever Redis has become ready, first and after each outage; at once where it is. */
  onReady(listener: () => void): void
  close(): Promise<void>
}

/**
 * Opens the queues for adding. Each BullMQ queue is built when Redis first answers, not before: one that is built while Redis is
 * away never recovers with the offline queue off ("Failing fast when Redis is down", BullMQ guide).
 */
export function createQueues(options: { redisUrl: string; prefix?: string; onError: (error: Error) => void }): Queues {
  const prefix = options.prefix ?? 'bridge'
  const redis = new Redis(options.redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
  })
  redis.on('error', options.onError)
  const built = new Map<QueueName, Queue>()

  const queue = async (name: QueueName): Promise<Queue> => {
    await untilReady(redis)
    const there = built.get(name)
    if (there) return there
    const made = new Queue(name, { connection: redis, prefix, defaultJobOptions: { removeOnComplete: true } })
    made.on('error', options.onError)
    built.set(name, made)
    return made
  }

  return {
    queue,
    async add(nudges) {
      for (const name of new Set(nudges.map((nudge) => JOBS[nudge.name].queue))) {
        const target = await queue(name)
        const jobs = nudges.filter((nudge) => JOBS[nudge.name].queue === name).map(toJob)
        for (let from = 0; from < jobs.length; from += BULK) {
          await answered(target.addBulk(jobs.slice(from, from + BULK)))
        }
      }
    },
    async look(name, ids) {
      const looked: ('absent' | 'failed' | 'there')[] = []
      for (let from = 0; from < ids.length; from += BULK) {
        const some = ids.slice(from, from + BULK)
        looked.push(...(await lookAt(await queue(name), redis, some)))
      }
      return looked
    },
    async batchedPushes() {
      return answered(readBatched(await queue('batches'), redis))
    },
    async problem() {
      try {
        await untilReady(redis)
        const [policy, appendonly] = await answered(
          Promise.all([redis.config('GET', 'maxmemory-policy'), redis.config('GET', 'appendonly')]),
        )
        return settingProblem(policy, appendonly)
      } catch (error) {
        return wasRefused(error)
          ? 'Redis refuses CONFIG GET, so nobody knows whether it evicts keys: allow it to this user (ACL +config|get)'
          : 'Redis does not answer: start it, or correct REDIS_URL. Work waits in Postgres until then'
      }
    },
    onReady(listener) {
      redis.on('ready', listener)
      if (redis.status === 'ready') listener()
    },
    async close() {
      await Promise.allSettled([...built.values()].map((made) => made.close()))
      redis.disconnect()
    },
  }
}

async function lookAt(queue: Queue, redis: Redis, ids: string[]): Promise<('absent' | 'failed' | 'there')[]> {
  const pipeline = redis.pipeline()
  for (const id of ids) pipeline.exists(queue.toKey(id))
  for (const id of ids) pipeline.zscore(queue.toKey('failed'), id)
  const replies = (await answered(pipeline.exec())) ?? []
  return ids.map((_, index) => {
    if (replies[index]?.[1] !== 1) return 'absent'
    return replies[ids.length + index]?.[1] === null ? 'there' : 'failed'
  })
}

function toJob(nudge: Nudge): { name: string; data: unknown; opts: Job['opts'] } {
  const { retry, keepFailed } = JOBS[nudge.name]
  return {
    name: nudge.name,
    data: nudge.data,
    opts: {
      jobId: nudge.id,
      attempts: retry.tries,
      backoff: { type: 'custom' },
      removeOnComplete: true,
      removeOnFail: keepFailed ? KEEP_FAILED : true,
      ...(nudge.delayMs ? { delay: nudge.delayMs } : {}),
    },
  }
}

function settingProblem(policy: unknown, appendonly: unknown): string | undefined {
  const value = (reply: unknown) => (Array.isArray(reply) ? String(reply[1]) : '')
  const problems = [
    value(policy) !== 'noeviction' &&
      `Redis evicts keys (maxmemory-policy ${value(policy)}): set maxmemory-policy noeviction, or jobs and locks are lost`,
    value(appendonly) !== 'yes' &&
      `Redis keeps no append-only file (appendonly ${value(appendonly)}): set appendonly yes, or a crash loses the queue`,
  ].filter((problem) => problem !== false)
  return problems.length > 0 ? problems.join('. ') : undefined
}

/** It answered, and said no. */
function wasRefused(error: unknown): boolean {
  return error instanceof RedisAwayError && error.cause instanceof Error && error.cause.name === 'ReplyError'
}

async function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return
  if (redis.status === 'end') throw new RedisAwayError('Redis: the connection is closed')
  await answered(
    new Promise<void>((resolve) => {
      redis.once('ready', resolve)
    }),
  )
}

async function answered<T>(reply: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisAwayError('Redis does not answer')), ANSWER_WITHIN_MS)
  })
  try {
    return await Promise.race([reply, late])
  } catch (error) {
    if (error instanceof RedisAwayError) throw error
    throw new RedisAwayError(`Redis: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
