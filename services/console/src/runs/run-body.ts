import type { BillingRun, RunPartner, RunPush } from '@bridge/db'
import { CONNECTION_STATES, PUSH_STATES, type PushState } from '@bridge/domain'
import { z } from 'zod'
import { time, timeOrNull } from '../wire.ts'

const count = z.int()

/** How many there are in each state. */
export const outcomesSchema = z.object(
  Object.fromEntries(PUSH_STATES.map((state) => [state, z.int()])) as Record<PushState, z.ZodInt>,
)

/** Why what is due does not go on; null: it does. */
export const heldBySchema = z.enum(['needs_key', 'key_in_doubt', 'sending_paused']).nullable()

export const runSchema = z.object({
  id: z.uuid(),
  period: z.string(),
  kind: z.enum(['scheduled', 'catch_up', 'requested']),
  partnerId: z.string().nullable(),
  startedAt: time,
  plannedAt: timeOrNull,
  finishedAt: timeOrNull,
  deadlineAt: time,
  missedAt: timeOrNull,
  alarmedAt: timeOrNull,
  unsettledAtDeadline: count.nullable(),
  overdue: z.boolean(),
  expected: count,
  outcomes: outcomesSchema,
  missing: count,
})

/** A run as it stands at `now`. */
export function toRunBody(run: BillingRun, now: Date): z.output<typeof runSchema> {
  return {
    ...run,
    overdue: run.finishedAt === null && run.kind !== 'requested' && run.deadlineAt <= now,
    startedAt: run.startedAt.toISOString(),
    plannedAt: run.plannedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    deadlineAt: run.deadlineAt.toISOString(),
    missedAt: run.missedAt?.toISOString() ?? null,
    alarmedAt: run.alarmedAt?.toISOString() ?? null,
  }
}

export const runPartnerSchema = z.object({
  partnerId: z.string(),
  name: z.string(),
  connection: z.enum(CONNECTION_STATES),
  heldBy: heldBySchema,
  expected: count,
  outcomes: outcomesSchema,
  missing: count,
}) satisfies z.ZodType<RunPartner>

/** The columns of the file of partners. */
export const PARTNER_COLUMNS = ['partnerId', 'name', 'connection', 'heldBy', 'expected', ...PUSH_STATES, 'missing']

export const pushSchema = z.object({
  pushId: z.string(),
  connectionId: z.uuid(),
  partnerId: z.string(),
  partnerName: z.string(),
  companyId: z.string(),
  companyName: z.string(),
  period: z.string(),
  unitCount: count.nullable(),
  revision: count,
  outcome: z.enum(PUSH_STATES),
  heldBy: heldBySchema,
  attempts: count,
  lastStatus: count.nullable(),
  lastReason: z.string().nullable(),
  lastError: z.string().nullable(),
  causeId: z.string().nullable(),
  failedAt: timeOrNull,
  dueAt: time,
  settledAt: timeOrNull,
})

/** The columns of the file: those of a line, in this order. */
export const PUSH_COLUMNS = [
  'pushId',
  'partnerId',
  'partnerName',
  'companyId',
  'companyName',
  'period',
  'unitCount',
  'revision',
  'outcome',
  'heldBy',
  'attempts',
  'lastStatus',
  'lastReason',
  'lastError',
  'causeId',
  'failedAt',
  'settledAt',
  'connectionId',
] as const satisfies (keyof z.output<typeof pushSchema>)[]

/** A line as it is sent. */
export function toPushBody(push: RunPush): z.output<typeof pushSchema> {
  return {
    ...push,
    failedAt: push.failedAt?.toISOString() ?? null,
    dueAt: push.dueAt.toISOString(),
    settledAt: push.settledAt?.toISOString() ?? null,
  }
}
