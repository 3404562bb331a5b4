import type { RetryPolicy } from '@bridge/domain'
import { z } from 'zod'

/** What a job is, as data: its queue, what it carries, how it is tried again, whether it stays in the failed set. */
interface Contract<Queue extends QueueName, Schema extends z.ZodType> {
  queue: Queue
  /** Ids only: the truth stands in Postgres, and job data is clear text in Redis. */
  data: Schema
  retry: RetryPolicy
  /** Whether a job whose tries are spent stays to be seen and retried in the queue dashboard. */
  keepFailed: boolean
}

/** One queue per kind of worker; the billing workers have two, so that what is nudged alone, a retry or a correction, does not stand behind a run. */
export const QUEUES = ['accounts', 'billing', 'batches', 'calendar', 'mail'] as const
export type QueueName = (typeof QUEUES)[number]

/** So many counts at most are one job: what a job costs in Redis and in its worker is most of what a count costs beside its call. */
export const MOST_IN_BATCH = 25

function contract<const Queue extends QueueName, Schema extends z.ZodType>(
  value: Contract<Queue, Schema>,
): Contract<Queue, Schema> {
  return value
}

/**
 * Every job that exists. To add one: a line here, and a handler in the worker of its queue (without which that worker does not
 * compile). Retries that Gradient's answers ask for are counted in Postgres; `tries` bounds those of the job itself.
 */
export const JOBS = {
  /** Brings a connection's accounts in Gradient into line with its companies. */
  'sync-accounts': contract({
    queue: 'accounts',
    data: z.object({ syncId: z.uuid() }),
    retry: { tries: 12, firstMs: 1_000, mostMs: 60_000 },
    keepFailed: true,
  }),
  /** Finds out whose fault it is that Gradient refused a connection's key: the partner's or the vendor's. */
  'judge-key': contract({
    queue: 'accounts',
    data: z.object({ connectionId: z.uuid() }),
    retry: { tries: 12, firstMs: 1_000, mostMs: 60_000 },
    keepFailed: false,
  }),
  /** Sends one company's count of one period. */
  'push-usage': contract({
    queue: 'billing',
    data: z.object({ pushId: z.string().regex(/^\d+$/), connectionId: z.uuid() }),
    retry: { tries: 12, firstMs: 1_000, mostMs: 60_000 },
    keepFailed: true,
  }),
  /** Sends several companies' counts, each for the first time; one with which anything is the matter gets a job of its own. */
  'push-batch': contract({
    queue: 'batches',
    data: z.object({
      pushes: z
        .array(z.object({ id: z.string().regex(/^\d+$/), nudge: z.int(), connectionId: z.uuid() }))
        .min(1)
        .max(MOST_IN_BATCH),
    }),
    retry: { tries: 12, firstMs: 1_000, mostMs: 60_000 },
    keepFailed: false,
  }),
  /** Ends one partner's part in a run, where a sweep found that no worker has: the last call, which rebuilds the view; then the run itself if it is over. */
  'finish-run': contract({
    queue: 'billing',
    data: z.object({ connectionId: z.uuid(), period: z.string() }),
    retry: { tries: 5, firstMs: 1_000, mostMs: 30_000 },
    keepFailed: false,
  }),
  /** Starts and plans whatever run the calendar says is due. Woken on the 1st by the repeatable job. */
  'plan-runs': contract({
    queue: 'calendar',
    data: z.object({}),
    retry: { tries: 12, firstMs: 1_000, mostMs: 60_000 },
    keepFailed: true,
  }),
  /** Has the scheduler look at once for what an operator has asked for: retries, a sweep. */
  'look-now': contract({
    queue: 'calendar',
    data: z.object({}),
    retry: { tries: 3, firstMs: 1_000, mostMs: 5_000 },
    keepFailed: false,
  }),
  /** Sends one mail to a partner's admin. Its waits add up to a day or so. */
  'send-mail': contract({
    queue: 'mail',
    data: z.object({ mailId: z.uuid() }),
    retry: { tries: 40, firstMs: 15_000, mostMs: 3_600_000 },
    keepFailed: true,
  }),
} as const

export type JobName = keyof typeof JOBS
export type JobData<Name extends JobName> = z.output<(typeof JOBS)[Name]['data']>
/** The jobs of one queue. */
export type JobsOf<Queue extends QueueName> = {
  [Name in JobName]: (typeof JOBS)[Name]['queue'] extends Queue ? Name : never
}[JobName]
