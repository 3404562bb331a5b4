import { once } from 'node:events'
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Db } from './connect.ts'
import { type MergedImport, mergeImport } from './merge-import.ts'
import { isLostRace } from './retry-on-deadlock.ts'
import type { Tables } from './tables.ts'

/** One good line of an import. What is null was left out, and is left alone. Texts are checked: no control characters in them. */
export interface ImportRow {
  /** The line of the file on which it begins, from 1. */
  line: number
  partnerId: string
  partnerName: string | null
  adminEmail: string | null
  companyId: string | null
  companyName: string | null
  period: string | null
  billableUsers: number | null
}

const TRIES = 5

/**
 * Writes a whole import or nothing. Rows go into a temporary table by COPY as they come, no faster than Postgres takes them, while
 * the next ones are being read; then one set-based merge. An error that `batches` throws (a caller who hung up) leaves everything as
 * it was. `beforeCommit` runs in the same transaction.
 */
export async function importRows(
  pool: Pool,
  input: {
    batches: AsyncIterable<ImportRow[]>
    /** The call that brings it; kept beside its counts. */
    by?: { tokenId: string; idempotencyKey: string | null }
    /** At most so many lines that the merge rejects are named. */
    mostErrors: () => number
    beforeCommit: (tx: Db, merged: MergedImport) => Promise<void>
  },
): Promise<MergedImport> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    await client.query("set local statement_timeout = 0; set local work_mem = '64MB'")
    const lines = await stage(client, input.batches)
    const tx = overClient(client)
    const importId = input.by ? await nameImport(tx, input.by) : null
    const merged = await mergeUntilNoRaceIsLost(client, tx, { mostErrors: input.mostErrors(), importId, lines })
    await input.beforeCommit(tx, merged)
    await client.query('commit')
    return merged
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Answers how many rows it staged. */
async function stage(client: PoolClient, batches: AsyncIterable<ImportRow[]>): Promise<number> {
  await client.query(`
    create temporary table import_row (
      line integer, partner_id text collate "C", partner_name text, admin_email text,
      company_id text collate "C", company_name text, period text, billable_users integer) on commit drop;
    create temporary table import_reject (line integer primary key, code text) on commit drop;
    create temporary table import_changed (
      partner_id text collate "C", company_id text collate "C", period text) on commit drop`)
  const copy = client.query(copyFrom('copy import_row from stdin'))
  // Thrown again by whoever awaits the stream next; without a listener it would end the process.
  let failure: Error | undefined
  copy.on('error', (error) => {
    failure = error
  })
  let rows = 0
  try {
    for await (const batch of batches) {
      if (failure) throw failure
      rows += batch.length
      if (batch.length > 0 && !copy.write(batch.map(toCopyLine).join(''))) await once(copy, 'drain')
    }
  } catch (error) {
    copy.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
  copy.end()
  await once(copy, 'finish')
  // A tenth of the usual sample tells as much of these rows, and took a fifth of a second less.
  await client.query('set local default_statistics_target = 10; analyze import_row')
  return rows
}

/** COPY's text format. Only names and addresses can hold what must be escaped, and of that only the backslash: they have no control characters. */
function toCopyLine(row: ImportRow): string {
  return `${row.line}\t${row.partnerId}\t${text(row.partnerName)}\t${text(row.adminEmail)}\t${row.companyId ?? '\\N'}\t${text(row.companyName)}\t${row.period ?? '\\N'}\t${row.billableUsers ?? '\\N'}\n`
}

function text(value: string | null): string {
  if (value === null) return '\\N'
  return value.includes('\\') ? value.replaceAll('\\', '\\\\') : value
}

async function nameImport(tx: Db, by: { tokenId: string; idempotencyKey: string | null }): Promise<string> {
  const { id } = await tx
    .insertInto('usage_import')
    .values({ token_id: by.tokenId, idempotency_key: by.idempotencyKey })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function mergeUntilNoRaceIsLost(
  client: PoolClient,
  tx: Db,
  input: { mostErrors: number; importId: string | null; lines: number },
): Promise<MergedImport> {
  for (let tries = 1; ; tries += 1) {
    await client.query('savepoint merge')
    try {
      return await mergeImport(tx, { ...input, careful: tries > 1 })
    } catch (error) {
      if (!isLostRace(error) || tries === TRIES) throw error
      await client.query('rollback to savepoint merge')
    }
  }
}

/** The query builder over one connection that is in a transaction already. */
function overClient(client: PoolClient): Db {
  const borrowed = new Proxy(client, {
    get: (target, key) => {
      if (key === 'release') return () => undefined
      return key === 'query' ? client.query.bind(client) : Reflect.get(target, key, target)
    },
  })
  const pool = { connect: async () => borrowed, end: async () => undefined, options: {} }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
