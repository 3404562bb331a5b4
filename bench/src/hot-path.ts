import {
  arePartnerRunsOver,
  type Claim,
  claimablePushes,
  claimDue,
  claimPush,
  claimPushes,
  type Db,
  duePushes,
  finishRuns,
  type Settlement,
  settleAccepted,
  settlePush,
  sweepPushes,
} from '@bridge/db'
import { sql } from 'kysely'

const GROUP = 100
const WINDOW = 10_000
const CLAIMANT = { worker: 'bench', claimMs: 600_000 }
const SWEEP = { unmappedRetryAfterMs: 3_600_000, failedRetryAfterMs: 3_600_000, lostCallMs: 600_000 }

/** What a query of the hot path took, and what it wrote to Postgres' log (the write-ahead log: whoever else writes meanwhile is counted too). */
export interface Took {
  ms: number
  logBytes: number
}

/** What each query of the hot path took, by its name. */
export type HotPathFigures = Map<string, Took>

/**
 * Goes once through all that is asked for while a run is sent: the window of nudges, a group from look to end, one push alone, and a sweep. Tells before each query
 * which one it is.
 */
export async function walkHotPath(db: Db, begins: (name: string) => void = () => undefined): Promise<HotPathFigures> {
  const figures: HotPathFigures = new Map()
  const timed = async <Value>(name: string, work: () => Promise<Value>): Promise<Value> => {
    const logBefore = await logPosition(db)
    begins(name)
    const startedMs = performance.now()
    const value = await work()
    const ms = performance.now() - startedMs
    figures.set(name, { ms, logBytes: (await logPosition(db)) - logBefore })
    return value
  }
  const due = await timed('the window: 10,000 due', () => duePushes(db, { limit: WINDOW }))
  const pushIds = due.slice(0, GROUP).map(({ id }) => id)
  await timed('look at 100', () => claimablePushes(db, pushIds))
  const claims = await timed('claim 100', () => claimPushes(db, { ...CLAIMANT, pushIds }))
  if (claims.length !== GROUP) throw new Error(`${claims.length} of ${GROUP} were claimed`)
  const settlements = claims.map(taken)
  const settled = await timed('settle 100', () => settleAccepted(db, settlements))
  for (const settlement of settlements) if (!settled.has(settlement.pushId)) await settlePush(db, settlement)
  await timed('are the runs of 100 over', () => arePartnerRunsOver(db, claims))
  const next = due[GROUP]?.id ?? ''
  const claim = await timed('claim one', () => claimPush(db, { ...CLAIMANT, pushId: next }))
  if (claim) await timed('settle one', () => settlePush(db, taken(claim)))
  const found = await timed('a worker’s own look: claim 10 due', () =>
    claimDue(db, { ...CLAIMANT, limit: 10, exceptConnections: [] }),
  )
  for (const each of found) await settlePush(db, taken(each))
  await timed('a sweep of the pushes', () => sweepPushes(db, SWEEP))
  await timed('finish runs', () => finishRuns(db))
  return figures
}

async function logPosition(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`select pg_current_wal_insert_lsn() - '0/0' as bytes`.execute(db)
  return Number(rows[0]?.bytes)
}

function taken(claim: Claim): Settlement {
  const now = new Date()
  return {
    ...claim,
    worker: CLAIMANT.worker,
    result: 'accepted',
    retryInMs: 0,
    called: true,
    ambiguous: false,
    noBuild: !claim.rebuild,
    startedAt: now,
    finishedAt: now,
    httpStatus: 201,
    reason: null,
    message: null,
  }
}
