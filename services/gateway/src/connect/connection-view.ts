import { isPaused, viewConnection } from '@bridge/db'
import { nextTick } from '@bridge/domain'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { time, timeOrNull } from '../wire.ts'

const count = z.int()

/** A partner's connection as people see it. */
export const connectionSchema = z
  .object({
    status: z.enum(['not_connected', 'pending', 'active', 'needs_key']),
    organizationId: z.string().nullable(),
    organizationName: z.string().nullable(),
    keyHint: z.string().nullable().meta({ description: 'The last four characters of the key.' }),
    connectedAt: timeOrNull,
    activatedAt: timeOrNull.meta({ description: 'When Gradient first took a count.' }),
    needsKeySince: timeOrNull,
    needsKeyReason: z.string().nullable(),
    sendingPaused: z.boolean().meta({ description: 'Nothing is sent for anybody until an operator resumes it.' }),
    accounts: z.object({ total: count, present: count, waiting: count, failed: count, gone: count }).nullable(),
    nextRunAt: timeOrNull,
    lastRun: z.object({ id: z.uuid(), period: z.string(), startedAt: time, finishedAt: timeOrNull }).nullable(),
  })
  .meta({ id: 'GradientConnection' })

export type ConnectionBody = z.output<typeof connectionSchema>

/** Reads it; a partner without a live connection is `not_connected`. */
export async function readConnection(deps: Deps, partnerId: string): Promise<ConnectionBody> {
  const [view, sendingPaused] = await Promise.all([
    viewConnection(deps.db, partnerId),
    isPaused(deps.db, { partnerId, calls: 'billing' }),
  ])
  if (!view || view.status === 'disconnected') return { ...NOT_CONNECTED, sendingPaused }
  const { lastRun } = view
  return {
    status: view.status,
    organizationId: view.organizationId,
    organizationName: view.organizationName,
    keyHint: view.keyHint,
    connectedAt: view.connectedAt.toISOString(),
    activatedAt: view.activatedAt?.toISOString() ?? null,
    needsKeySince: view.needsKeySince?.toISOString() ?? null,
    needsKeyReason: view.needsKeyReason,
    sendingPaused,
    accounts: view.accounts,
    nextRunAt: nextTick(deps.calendar, deps.clock.now()).at.toISOString(),
    lastRun: lastRun && {
      ...lastRun,
      startedAt: lastRun.startedAt.toISOString(),
      finishedAt: lastRun.finishedAt?.toISOString() ?? null,
    },
  }
}

const NOT_CONNECTED: ConnectionBody = {
  status: 'not_connected',
  organizationId: null,
  organizationName: null,
  keyHint: null,
  connectedAt: null,
  activatedAt: null,
  needsKeySince: null,
  needsKeyReason: null,
  sendingPaused: false,
  accounts: null,
  nextRunAt: null,
  lastRun: null,
}
