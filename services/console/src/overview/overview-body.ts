import { CONNECTION_STATES } from '@bridge/domain'
import { QUEUES } from '@bridge/queue'
import { z } from 'zod'
import { pauseSchema } from '../levers/pause-body.ts'
import { retrySchema } from '../retries/retry-body.ts'
import { heldBySchema, outcomesSchema } from '../runs/run-body.ts'
import { time, timeOrNull } from '../wire.ts'

const count = z.int()

/** The whole overview. `at` is the moment of it by the console's clock. */
export const overviewSchema = z.object({
  at: time,
  run: z
    .object({
      id: z.uuid(),
      period: z.string(),
      kind: z.enum(['scheduled', 'catch_up', 'requested']),
      partnerId: z.string().nullable(),
      startedAt: time,
      plannedAt: timeOrNull,
      finishedAt: timeOrNull,
      deadlineAt: time,
      alarmedAt: timeOrNull,
      overdue: z.boolean(),
      expected: count,
      outcomes: outcomesSchema,
      missing: count,
      canGoOn: count,
      sentPerSecond: z.number(),
      acceptedPerSecond: z.number(),
      callsPerSecond: z.number(),
      budgetPerSecond: z.number(),
      forecastEndAt: timeOrNull,
    })
    .nullable(),
  troubled: count,
  troubledPartners: z.array(
    z.object({
      partnerId: z.string(),
      name: z.string(),
      connection: z.enum(CONNECTION_STATES),
      failed: count,
      refused: count,
      unmapped: count,
      open: count,
      heldBy: heldBySchema,
      accountsFailed: count,
    }),
  ),
  months: z.array(
    z.object({
      period: z.string(),
      outcomes: outcomesSchema,
      billableUsers: z.number(),
      missed: z.boolean(),
    }),
  ),
  earlierMonthsCountedAt: time.meta({
    description: 'The newest month is counted each time, those before it about once a minute.',
  }),
  connections: z.object({ pending: count, active: count, needs_key: count, disconnected: count }),
  queues: z
    .array(
      z.object({
        name: z.enum(QUEUES),
        waiting: count,
        active: count,
        delayed: count,
        failed: count,
        paused: z.boolean(),
      }),
    )
    .nullable(),
  oldestDue: z.object({ pushAt: timeOrNull, syncAt: timeOrNull, mailAt: timeOrNull }),
  health: z.array(
    z.object({
      part: z.enum([
        'scheduler',
        'account workers',
        'billing workers',
        'mail worker',
        'gateway',
        'redis',
        'postgres',
        'gradient',
        'smtp',
      ]),
      state: z.enum(['ok', 'trouble', 'unknown']),
      words: z.string(),
      since: timeOrNull,
    }),
  ),
  pauses: z.array(pauseSchema),
  retries: z.array(retrySchema),
})

export type OverviewBody = z.output<typeof overviewSchema>
