import { Migrator } from 'kysely/migration'
import { keepAuditToAdding } from './audit-rights.ts'
import { connect } from './connect.ts'
import * as main from './migrations/0001-main.ts'
import * as faults from './migrations/0002-faults.ts'
import * as portal from './migrations/0003-portal.ts'
import * as partnerReads from './migrations/0004-partner-reads.ts'
import * as console from './migrations/0005-console.ts'
import * as boardReason from './migrations/0006-board-reason.ts'
import * as consoleReads from './migrations/0007-console-reads.ts'
import * as searchWords from './migrations/0008-search-words.ts'
import * as monthCounts from './migrations/0009-month-counts.ts'
import * as oneTrip from './migrations/0010-one-trip.ts'
import * as reportedAt from './migrations/0011-reported-at.ts'
import * as hotPath from './migrations/0012-hot-path.ts'
import * as oldMonths from './migrations/0013-old-months.ts'
import * as claimsByCompany from './migrations/0014-claims-by-company.ts'
import * as monthsTogether from './migrations/0015-months-together.ts'
import * as dueInTurn from './migrations/0016-due-in-turn.ts'

const MIGRATIONS = {
  '0001-main': main,
  '0002-faults': faults,
  '0003-portal': portal,
  '0004-partner-reads': partnerReads,
  '0005-console': console,
  '0006-board-reason': boardReason,
  '0007-console-reads': consoleReads,
  '0008-search-words': searchWords,
  '0009-month-counts': monthCounts,
  '0010-one-trip': oneTrip,
  '0011-reported-at': reportedAt,
  '0012-hot-path': hotPath,
  '0013-old-months': oldMonths,
  '0014-claims-by-company': claimsByCompany,
  '0015-months-together': monthsTogether,
  '0016-due-in-turn': dueInTurn,
}

/** The migrations that this code knows, in order. */
export const MIGRATION_NAMES = Object.keys(MIGRATIONS)

/**
 * Brings the database at `url` to the newest tables. Several at once are safe: the migrator holds a lock. Throws the first
 * migration's error, and then nothing of that migration is kept.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const { db, close } = connect({ url, applicationName: 'migrate', poolSize: 2, statementTimeoutMs: 0 })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
    const { error, results } = await migrator.migrateToLatest()
    if (error) throw error
    await keepAuditToAdding(db)
    return { applied: (results ?? []).map((result) => result.migrationName) }
  } finally {
    await close()
  }
}
