export { ensureMonthlyTick } from './calendar.ts'
export { JOBS, type JobData, type JobName, type JobsOf, MOST_IN_BATCH, QUEUES, type QueueName } from './contracts.ts'
export { GiveUpJobError, PostponeJobError, RedisAwayError, RetryJobError } from './errors.ts'
export {
  type Nudge,
  nudgeFinish,
  nudgeJudge,
  nudgeLook,
  nudgeMail,
  nudgePlan,
  nudgePush,
  nudgePushes,
  nudgeSync,
} from './nudge.ts'
export { createQueues, type Queues } from './queues.ts'
export { type Handlers, type WorkingQueue, work } from './work.ts'
