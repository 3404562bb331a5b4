import type { BillingRun } from '@bridge/db'
import { PUSH_STATES, type PushState } from '@bridge/domain'
import { z } from 'zod'
import { time, timeOrNull } from '../wire.ts'

const outcomes = z.object(
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
    deadlineAt: time,
    expected: z.int().meta({ description: 'Companies that must end in an outcome; 0 until the run is planned.' }),
    outcomes,
    missing: z.int().meta({ description: '`expected` less the sum of `outcomes`: anything but 0 is a defect.' }),
    progress: z.object({ total: z.int(), done: z.int() }),
    statusUrl: z.string(),
  })
  .meta({ id: 'BillingRun' })

export function toRunBody(run: BillingRun): z.output<typeof runSchema> {
  return {
    ...run,
    startedAt: run.startedAt.toISOString(),
    plannedAt: run.plannedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    deadlineAt: run.deadlineAt.toISOString(),
    progress: { total: run.expected, done: run.expected - run.missing - run.outcomes.waiting - run.outcomes.sending },
    statusUrl: `/v1/billing-runs/${run.id}`,
  }
}
