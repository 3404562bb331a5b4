import { viewNewestRun, viewNewestSync } from '@bridge/db'
import { readConnection } from '../connect/connection-view.ts'
import { toSyncBody } from '../connect/sync-view.ts'
import type { Deps } from '../deps.ts'

/** What a partner's page shows as it happens, each by the name of its event. */
export type PartnerState = Readonly<Record<'connection' | 'sync' | 'run', unknown>>

/** Reads all of it: three small statements, whatever the partner's size. */
export async function readPartnerState(deps: Deps, partnerId: string): Promise<PartnerState> {
  const [connection, sync, run] = await Promise.all([
    readConnection(deps, partnerId),
    viewNewestSync(deps.db, partnerId),
    viewNewestRun(deps.db, partnerId),
  ])
  return {
    connection,
    sync: sync ? toSyncBody(sync) : null,
    run: run
      ? { ...run, startedAt: run.startedAt.toISOString(), finishedAt: run.finishedAt?.toISOString() ?? null }
      : null,
  }
}
