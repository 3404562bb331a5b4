/** What the queue dashboard may change, and as what it is recorded. */
export interface Offer {
  action: string
  /** The states of jobs that it is offered for, where the route names one. */
  states?: readonly string[]
}

const ROOT = '/board/api/queues'

/**
 * The changes that do no harm, whoever makes them and when: a job says "look at this row", so that one which is lost, doubled or early changes
 * nothing that counts (test/system/console-board.test.ts). Whatever else bull-board can change is not offered, since it would break the system
 * or hold it back where nobody sees it: obliterating a queue, editing a job's data, delay or priority, a queue's limits, the calendar.
 */
export const OFFERS: Readonly<Record<string, Offer>> = {
  [`PUT ${ROOT}/pause`]: { action: 'board.pause_all' },
  [`PUT ${ROOT}/resume`]: { action: 'board.resume_all' },
  [`PUT ${ROOT}/:queueName/pause`]: { action: 'board.pause' },
  [`PUT ${ROOT}/:queueName/resume`]: { action: 'board.resume' },
  [`PUT ${ROOT}/:queueName/retry/:queueStatus`]: { action: 'board.retry_all', states: ['failed', 'completed'] },
  [`PUT ${ROOT}/:queueName/promote`]: { action: 'board.promote_all' },
  [`PUT ${ROOT}/:queueName/clean/:queueStatus`]: {
    action: 'board.clean_all',
    states: ['failed', 'completed', 'delayed', 'wait'],
  },
  [`PUT ${ROOT}/:queueName/empty`]: { action: 'board.empty' },
  [`PUT ${ROOT}/:queueName/:jobId/retry`]: { action: 'board.retry' },
  [`PUT ${ROOT}/:queueName/:jobId/promote`]: { action: 'board.promote' },
  [`PUT ${ROOT}/:queueName/:jobId/clean`]: { action: 'board.clean' },
  [`PUT ${ROOT}/:queueName/job-schedulers/:schedulerId/run`]: { action: 'board.run_scheduler' },
  [`POST ${ROOT}/:queueName/add`]: { action: 'board.duplicate' },
}
