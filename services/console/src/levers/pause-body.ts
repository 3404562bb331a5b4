import type { Pause, PauseScope } from '@bridge/db'
import { z } from 'zod'
import { partnerIdSchema, time, timeOrNull } from '../wire.ts'

/** What a stop is of. */
export const pauseScopeSchema = z.union([
  z.enum(['all', 'accounts', 'billing']),
  z.strictObject({ partnerId: partnerIdSchema }),
]) satisfies z.ZodType<PauseScope>

export const pauseSchema = z.object({
  id: z.string(),
  scope: pauseScopeSchema,
  reason: z
    .string()
    .meta({ description: '`operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`.' }),
  detail: z.string(),
  pausedBy: z.string(),
  pausedAt: time,
  resumedAt: timeOrNull,
  resumedBy: z.string().nullable(),
  resumeReason: z.string().nullable(),
})

/** A stop as it is sent. */
export function toPauseBody(pause: Pause): z.output<typeof pauseSchema> {
  return { ...pause, pausedAt: pause.pausedAt.toISOString(), resumedAt: pause.resumedAt?.toISOString() ?? null }
}
