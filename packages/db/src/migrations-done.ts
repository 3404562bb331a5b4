import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { MIGRATION_NAMES } from './migrate.ts'

/** Whether every migration that this code knows has been applied; part of every process's readiness. */
export async function migrationsDone(db: Db): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`select to_regclass('kysely_migration') is not null as exists`.execute(
    db,
  )
  if (!rows[0]?.exists) return false
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const names = new Set(applied.rows.map((row) => row.name))
  return MIGRATION_NAMES.every((name) => names.has(name))
}
