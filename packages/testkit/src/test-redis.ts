import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { inject } from 'vitest'

/** The run's Redis, with a prefix that only this test file uses: give it to BullMQ as `prefix`, and to every key. */
export interface TestRedis {
  readonly url: string
  readonly redis: Redis
  readonly prefix: string
  /** Removes this file's keys and closes the connection. */
  close(): Promise<void>
}

/** Opens it. Call it in `beforeAll`, `close` it in `afterAll`, after the queues and workers. */
export function createTestRedis(): TestRedis {
  const { redisUrl: url } = inject('testServers')
  const prefix = `test-${randomBytes(6).toString('hex')}`
  const redis = new Redis(url, { maxRetriesPerRequest: null })
  return {
    url,
    redis,
    prefix,
    close: async () => {
      for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if (Array.isArray(keys) && keys.length > 0) await redis.unlink(...keys)
      }
      await redis.quit()
    },
  }
}
