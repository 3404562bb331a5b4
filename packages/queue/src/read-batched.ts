import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { JOBS } from './contracts.ts'

/** Where a job is that will be done. */
const OPEN = ['wait', 'active', 'delayed', 'prioritized'] as const

/** The pushes that open jobs of this queue name, each with its job's id. One that ends meanwhile may be missed or seen: what is nudged twice is done once. */
export async function readBatched(batches: Queue, redis: Redis): Promise<Map<string, string>> {
  const jobIds = await batches.getRanges([...OPEN], 0, -1)
  const pipeline = redis.pipeline()
  for (const jobId of jobIds) pipeline.hget(batches.toKey(jobId), 'data')
  const replies = (await pipeline.exec()) ?? []
  const named = new Map<string, string>()
  for (const [index, [error, data]] of replies.entries()) {
    if (error) throw error
    const read = typeof data === 'string' ? JOBS['push-batch'].data.safeParse(JSON.parse(data)) : undefined
    for (const { id } of read?.data?.pushes ?? []) named.set(id, jobIds[index] ?? '')
  }
  return named
}
