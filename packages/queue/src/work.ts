import { retryDelayMs } from '@bridge/domain'
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { JOBS, type JobData, type JobName, type JobsOf, type QueueName } from './contracts.ts'
import { GiveUpJobError, PostponeJobError, RetryJobError } from './errors.ts'

/** One function per job of the queue; a missing one does not compile. */
export type Handlers<Queue extends QueueName> = { [Name in JobsOf<Queue>]: (data: JobData<Name>) => Promise<void> }

/** A job whose worker died is free again after this; a live worker renews its locks twice as often. BullMQ's default is 30 s. */
const LOCK_MS = 15_000
const LOOK_FOR_STALLED_EVERY_MS = 10_000

/** A worker at its queue. */
export interface WorkingQueue {
  /** Lets the jobs under way end, then lets go of Redis. */
  close(): Promise<void>
}

/**
 * Consumes one queue. The handler's errors say what happens to the job: `PostponeJobError` puts it off without counting a try,
 * `GiveUpJobError` sends it to the failed set, anything else is tried again after the contract's wait. A job whose data does
 * not fit its contract goes to the failed set at once.
 *
 * A job whose worker died is taken over when its lock runs out; ten such take-overs are allowed (BullMQ's default of one would
 * end a push after two crashes), and the sweep brings back what even that ends.
 */
export function work<Queue extends QueueName>(options: {
  queue: Queue
  handlers: Handlers<Queue>
  redisUrl: string
  prefix?: string
  concurrency: number
  /** The present moment in milliseconds since 1970, from the process's clock. */
  nowMs: () => number
  onError: (error: Error) => void
  onFailed: (job: { id: string; name: string; triesMade: number }, error: Error) => void
  random?: () => number
}): WorkingQueue {
  const connection = new Redis(options.redisUrl, { maxRetriesPerRequest: null })
  connection.on('error', options.onError)
  const random = options.random ?? Math.random
  const worker = new Worker(
    options.queue,
    async (job, token) => {
      const name = nameOf(options.queue, job)
      const data = JOBS[name].data.safeParse(job.data)
      if (!data.success)
        throw new UnrecoverableError(`${name}: its data does not fit the contract: ${data.error.message}`)
      const handler = options.handlers[name as JobsOf<Queue>] as (data: unknown) => Promise<void>
      try {
        await handler(data.data)
      } catch (error) {
        if (error instanceof PostponeJobError) {
          await job.moveToDelayed(options.nowMs() + error.delayMs, token)
          throw new DelayedError(error.message)
        }
        if (error instanceof GiveUpJobError) throw new UnrecoverableError(error.message)
        throw error
      }
    },
    {
      connection,
      prefix: options.prefix ?? 'bridge',
      concurrency: options.concurrency,
      maxStalledCount: 10,
      lockDuration: LOCK_MS,
      stalledInterval: LOOK_FOR_STALLED_EVERY_MS,
      settings: {
        backoffStrategy: (triesMade, _type, error, job) => {
          if (error instanceof RetryJobError && error.retryInMs !== undefined) return error.retryInMs
          return retryDelayMs(JOBS[(job?.name ?? 'push-usage') as JobName].retry, triesMade, random())
        },
      },
    },
  )
  worker.on('error', options.onError)
  worker.on('failed', (job, error) => {
    if (job) options.onFailed({ id: job.id ?? '', name: job.name, triesMade: job.attemptsMade }, error)
  })
  return {
    async close() {
      await worker.close()
      connection.disconnect()
    },
  }
}

function nameOf(queue: QueueName, job: Job): JobName {
  const name = job.name
  if (name in JOBS && JOBS[name as JobName].queue === queue) return name as JobName
  throw new UnrecoverableError(`no job ${name} belongs to the queue ${queue}`)
}
