import type { AccountSyncView } from '@bridge/db'
import { z } from 'zod'
import { time, timeOrNull } from '../wire.ts'

/** A sync of a partner's accounts as people see it. */
export const syncSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    progress: z.object({ total: z.int(), done: z.int() }),
    failed: z.int(),
    error: z.string().nullable(),
    requestedAt: time,
    startedAt: timeOrNull,
    finishedAt: timeOrNull,
  })
  .meta({ id: 'AccountSync' })

export function toSyncBody({ total, done, ...view }: AccountSyncView): z.output<typeof syncSchema> {
  return {
    ...view,
    progress: { total, done },
    requestedAt: view.requestedAt.toISOString(),
    startedAt: view.startedAt?.toISOString() ?? null,
    finishedAt: view.finishedAt?.toISOString() ?? null,
  }
}
