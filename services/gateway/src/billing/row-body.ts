import type { BillingRow } from '@bridge/db'
import { PUSH_STATES } from '@bridge/domain'
import { z } from 'zod'
import { timeOrNull } from '../wire.ts'

/** One company's line in the billing of a period. */
export const rowSchema = z
  .object({
    connectionId: z.uuid(),
    partnerId: z.string(),
    companyId: z.string(),
    companyName: z.string(),
    period: z.string(),
    unitCount: z.int().nullable(),
    revision: z.int(),
    outcome: z.enum(PUSH_STATES),
    waitingReason: z.enum(['needs_key', 'sending_paused']).nullable(),
    attempts: z.int(),
    lastStatus: z.int().nullable().meta({ description: 'What Gradient answered last.' }),
    lastError: z.string().nullable(),
    settledAt: timeOrNull,
  })
  .meta({ id: 'BillingRow' })

export const ROW_COLUMNS = [
  'partnerId',
  'companyId',
  'companyName',
  'period',
  'unitCount',
  'revision',
  'outcome',
  'waitingReason',
  'attempts',
  'lastStatus',
  'lastError',
  'settledAt',
] as const satisfies (keyof z.output<typeof rowSchema>)[]

export function toRowBody({ pushId: _, ...row }: BillingRow): z.output<typeof rowSchema> {
  return { ...row, settledAt: row.settledAt?.toISOString() ?? null }
}
