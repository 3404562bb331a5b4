import type { BillingRun } from '@bridge/db'
import { PUSH_STATES, type PushState } from '@bridge/domain'
import { z } from 'zod'
import { ProblemError } from '../problem.ts'
import { time, timeOrNull } from '../wire.ts'

/** How many companies ended how. */
export const outcomesSchema = z.object(
  Object.fromEntries(PUSH_STATES.map((state) => [state, z.int()])) as Record<PushState, z.ZodInt>,
)

/** A billing run as the API shows it. */
export const runSchema = z
  .object({
    id: z.uuid(),
    period: z.string(),
    kind: z.enum(['scheduled', 'catch_up', 'requested']),
    partnerId: z.string().nullable().meta({ description: 'The one partner it is for; null: all.' }),
    startedAt: time,
    plannedAt: timeOrNull,
    finishedAt: timeOrNull,
    deadlineAt: time.meta({ description: 'By when its counts must be in Gradient: 8 AM EST of the 1st, all year.' }),
    secondsToDeadline: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: 'Time that is left, 0 once the deadline has passed; null when the run is finished.' }),
    overdue: z.boolean().meta({
      description:
        'A monthly run (`scheduled`, `catch_up`) that is not finished although its deadline has passed. It goes on. A `requested` run is never overdue.',
    }),
    alarmedAt: timeOrNull.meta({
      description: 'When the scheduler found a monthly run unfinished after its deadline, and alarmed; null: never.',
    }),
    unsettledAtDeadline: z.int().nullable().meta({
      description:
        'Companies without an outcome at that moment (`waiting`, `sending`); null where there was no alarm, or the run was not planned yet.',
    }),
    missedAt: timeOrNull.meta({
      description:
        'The month was over before its run could begin. Its counts are kept and never sent, since Gradient holds one number per company, without a month. Such a run is finished and has no outcomes.',
    }),
    expected: z.int().meta({ description: 'Companies that must end in an outcome; 0 until the run is planned.' }),
    outcomes: outcomesSchema,
    missing: z.int().meta({ description: '`expected` less the sum of `outcomes`: anything but 0 is a defect.' }),
    progress: z.object({ total: z.int(), done: z.int() }),
    statusUrl: z.string(),
  })
  .meta({ id: 'BillingRun' })

/** The body of a run as it stands at `now`. */
export function toRunBody(run: BillingRun, now: Date): z.output<typeof runSchema> {
  const leftMs = run.deadlineAt.getTime() - now.getTime()
  const isOpen = run.finishedAt === null
  return {
    ...run,
    startedAt: run.startedAt.toISOString(),
    plannedAt: run.plannedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    deadlineAt: run.deadlineAt.toISOString(),
    secondsToDeadline: isOpen ? Math.max(0, Math.ceil(leftMs / 1_000)) : null,
    overdue: isOpen && leftMs <= 0 && run.kind !== 'requested',
    alarmedAt: run.alarmedAt?.toISOString() ?? null,
    missedAt: run.missedAt?.toISOString() ?? null,
    progress: { total: run.expected, done: run.expected - run.missing - run.outcomes.waiting - run.outcomes.sending },
    statusUrl: `/v1/billing-runs/${run.id}`,
  }
}

/** A run that is not there, or not for this caller. */
export function runNotFound(): ProblemError {
  return new ProblemError('run_not_found', 'There is no billing run of this id.')
}
