import type { BillingRow } from '@bridge/db'
import { PUSH_STATES } from '@bridge/domain'
import { z } from 'zod'
import { time, timeOrNull } from '../wire.ts'

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
    sentAt: timeOrNull.meta({
      description: 'When Gradient last took a number for this line, be it one that has been corrected since.',
    }),
    corrected: z.object({ from: z.int(), fromRevision: z.int(), at: time }).nullable().meta({
      description:
        'Where Gradient had taken another number before the present revision: `from` is the last of those, `at` is when the present number was reported. Null where nothing was taken before, or the same number. `fromRevision` 0 is the last zero of a company that was archived and came back.',
    }),
  })
  .meta({ id: 'BillingRow' })

type Row = z.output<typeof rowSchema>

/** The columns of the file; new ones are added at its end. */
export const CSV_COLUMNS = [
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
  'sentAt',
  'correctedFrom',
  'correctedFromRevision',
  'correctedAt',
] as const satisfies (keyof Row | keyof ReturnType<typeof correctionCells>)[]

/** A line as the API shows it. */
export function toRowBody(row: BillingRow): Row {
  const { connectionId, partnerId, companyId, companyName, period, unitCount, revision } = row
  const { outcome, waitingReason, attempts, lastStatus, lastError, corrected } = row
  return {
    connectionId,
    partnerId,
    companyId,
    companyName,
    period,
    unitCount,
    revision,
    outcome,
    waitingReason,
    attempts,
    lastStatus,
    lastError,
    settledAt: row.settledAt?.toISOString() ?? null,
    sentAt: row.sentAt?.toISOString() ?? null,
    corrected: corrected && { ...corrected, at: corrected.at.toISOString() },
  }
}

/** A line as the file has it: flat. */
export function toCsvRow(row: BillingRow) {
  const body = toRowBody(row)
  return { ...body, ...correctionCells(body.corrected) }
}

function correctionCells(corrected: Row['corrected']) {
  return {
    correctedFrom: corrected?.from ?? null,
    correctedFromRevision: corrected?.fromRevision ?? null,
    correctedAt: corrected?.at ?? null,
  }
}
