import { Redis } from 'ioredis'
import { createPace, type Pace, type PaceOptions } from '../src/pace.ts'
import { createMemorySpare } from './memory-spare.ts'

/** The calls a second that these tests' fleets have. */
export const RATE = 100

/** Paces as the processes of a fleet have them: each with a connection of its own, all with one place beside Redis. */
export interface Paces {
  start(options: Omit<PaceOptions, 'redis' | 'spare'>, url?: string): Pace
  close(): void
}

/** @param redisUrl where they reach Redis, unless `start` says otherwise. */
export function openPaces(redisUrl: string): Paces {
  const connections: Redis[] = []
  const spare = createMemorySpare(() => Math.floor(performance.now() * 1000)).reach(async () => undefined)
  return {
    start(options, url = redisUrl) {
      const redis = new Redis(url, {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        retryStrategy: () => 100,
        reconnectOnError: () => false,
      })
      redis.on('error', () => undefined)
      connections.push(redis)
      return createPace({ ...options, redis, spare })
    },
    close() {
      for (const connection of connections) connection.disconnect()
    },
  }
}

/** Takes slots as fast as they come, with `callers` callers, until told to stop; notes when each was taken. */
export function takeAll(pace: Pace, callers: number, signal: AbortSignal, takenAtMs: number[]): Promise<unknown> {
  const caller = async () => {
    while (!signal.aborted) {
      await pace.take('bulk', signal)
      takenAtMs.push(performance.now())
    }
  }
  return Promise.allSettled(Array.from({ length: callers }, caller))
}
