import type { CompanyHistory } from '@bridge/db'
import { z } from 'zod'
import { time, timeOrNull } from '../wire.ts'
import { rowSchema, toRowBody } from './row-body.ts'

/** So many reports and so many calls of a company are shown. */
export const HISTORY_LIMIT = 200

/** A company's line with all that led to it. */
export const historySchema = rowSchema
  .extend({
    revisions: z.array(
      z.object({ revision: z.int(), billableUsers: z.int(), reportedAt: time, replacedAt: timeOrNull }),
    ),
    attempts: z.array(
      z.object({
        connectionId: z.uuid().meta({
          description: 'Another than the line’s where the partner has connected anew since.',
        }),
        startedAt: time,
        finishedAt: time,
        unitCount: z.int().nullable(),
        revision: z.int().nullable(),
        httpStatus: z.int().nullable().meta({ description: 'Null: no answer came.' }),
        reason: z.string().nullable().meta({ description: 'Null: Gradient took the number.' }),
        message: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'CompanyHistory' })

export function toHistoryBody({ row, revisions, attempts }: CompanyHistory): z.output<typeof historySchema> {
  return {
    ...toRowBody(row),
    revisions: revisions.map(({ revision, billableUsers, reportedAt, replacedAt }) => ({
      revision,
      billableUsers,
      reportedAt: reportedAt.toISOString(),
      replacedAt: replacedAt?.toISOString() ?? null,
    })),
    attempts: attempts.map((attempt) => ({
      ...attempt,
      startedAt: attempt.startedAt.toISOString(),
      finishedAt: attempt.finishedAt.toISOString(),
    })),
  }
}
