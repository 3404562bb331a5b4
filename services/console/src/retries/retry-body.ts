import { RETRIED_STATES, RETRY_REFUSALS, type RetryScope, type RetryView } from '@bridge/db'
import { PUSH_STATES } from '@bridge/domain'
import { z } from 'zod'
import { partnerIdSchema, periodSchema, time, timeOrNull } from '../wire.ts'

/** So many pushes may be named one by one; more are meant by a group, a run or a partner. */
const MOST_NAMED = 1_000
const count = z.int()

/** Which pushes are meant. */
export const scopeSchema = z.union([
  z.strictObject({
    pushIds: z
      .array(z.string().regex(/^\d{1,18}$/))
      .min(1)
      .max(MOST_NAMED),
  }),
  z.strictObject({ runId: z.uuid(), causeId: z.string().regex(/^[\da-f]{16}$/) }),
  z.strictObject({ runId: z.uuid(), outcomes: z.array(z.enum(RETRIED_STATES)).min(1) }),
  z.strictObject({ partnerId: partnerIdSchema, period: periodSchema }),
]) satisfies z.ZodType<RetryScope>

const refusalSchema = z.enum(RETRY_REFUSALS)

export const previewSchema = z.object({
  willBeSent: count,
  held: count.meta({ description: 'Of these, what a stop holds back until it is lifted.' }),
  refused: z.array(z.object({ why: refusalSchema, count })),
  words: z.string(),
  previewToken: z.string(),
})

export const retrySchema = z.object({
  id: z.uuid(),
  status: z.enum(['running', 'stopping', 'stopped', 'done']),
  scope: scopeSchema,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: time,
  finishedAt: timeOrNull,
  stoppedAt: timeOrNull,
  stoppedBy: z.string().nullable(),
  stopReason: z.string().nullable(),
  total: count,
  done: count,
  waiting: count,
  underWay: count,
  stopped: count,
  outcomes: z.partialRecord(z.enum(PUSH_STATES), count),
  refused: z.array(z.object({ why: refusalSchema, count, whenOrdered: z.boolean() })),
})

export type RetryBody = z.output<typeof retrySchema>

/** A retry as it is sent. */
export function toRetryBody(retry: RetryView): RetryBody {
  return {
    ...retry,
    status: statusOf(retry),
    askedAt: retry.askedAt.toISOString(),
    finishedAt: retry.finishedAt?.toISOString() ?? null,
    stoppedAt: retry.stoppedAt?.toISOString() ?? null,
  }
}

function statusOf({ finishedAt, stoppedAt }: RetryView): RetryBody['status'] {
  if (stoppedAt) return finishedAt ? 'stopped' : 'stopping'
  return finishedAt ? 'done' : 'running'
}
