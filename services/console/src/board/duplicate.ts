import { randomBytes } from 'node:crypto'
import type { Db } from '@bridge/db'
import { JOBS, type JobData, type JobName, type Nudge } from '@bridge/queue'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'

const bodySchema = z.object({ name: z.string(), data: z.unknown() })

/** Whether what a job is about exists: one line for each job there is. */
const ABOUT: { [Name in JobName]: (db: Db, data: JobData<Name>) => Promise<unknown> } = {
  'sync-accounts': (db, { syncId }) =>
    db.selectFrom('account_sync').select('id').where('id', '=', syncId).executeTakeFirst(),
  'judge-key': (db, { connectionId }) =>
    db.selectFrom('connection').select('id').where('id', '=', connectionId).executeTakeFirst(),
  'push-usage': (db, { pushId, connectionId }) =>
    db
      .selectFrom('push')
      .select('id')
      .where('id', '=', pushId)
      .where('connection_id', '=', connectionId)
      .executeTakeFirst(),
  'push-batch': async (db, { pushes }) => {
    const { there } = await db
      .selectFrom('push')
      .select(({ fn }) => fn.countAll<string>().as('there'))
      .where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('id', 'connection_id'),
          'in',
          pushes.map(({ id, connectionId }) => tuple(id, connectionId)),
        ),
      )
      .executeTakeFirstOrThrow()
    return Number(there) === pushes.length
  },
  'finish-run': (db, { connectionId, period }) =>
    db
      .selectFrom('partner_run')
      .select('run_id')
      .where('connection_id', '=', connectionId)
      .where('period', '=', period)
      .executeTakeFirst(),
  'plan-runs': async () => true,
  'look-now': async () => true,
  'send-mail': (db, { mailId }) => db.selectFrom('mail').select('id').where('id', '=', mailId).executeTakeFirst(),
}

/**
 * Adds a copy of a job: "look at this row once more". Of what bull-board sends, only the job's name and data are taken, and only where they are
 * what such a job carries and the row exists: how often and when it is tried is not the dashboard's to say, and a job about nothing is not added.
 * @throws ProblemError `not_offered`
 */
export async function duplicateJob(
  deps: Pick<Deps, 'db' | 'queues'>,
  queueName: string,
  body: unknown,
): Promise<Nudge> {
  const asked = bodySchema.safeParse(body)
  const name = asked.success ? asked.data.name : ''
  if (!isJobName(name) || JOBS[name].queue !== queueName) throw notACopy()
  const data = JOBS[name].data.safeParse(asked.data?.data)
  const isThere = ABOUT[name] as (db: Db, data: unknown) => Promise<unknown>
  if (!data.success || !(await isThere(deps.db, data.data))) throw notACopy()
  const nudge = { name, id: `copy-${randomBytes(9).toString('base64url')}`, data: data.data }
  await deps.queues.add([nudge])
  return nudge
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name)
}

function notACopy(): ProblemError {
  return new ProblemError(
    'not_offered',
    'Only a copy of a job as the system makes it can be added. The truth is in Postgres, not in a job.',
  )
}
