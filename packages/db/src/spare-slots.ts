import { type Kysely, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Tables } from './tables.ts'

/** The row as it stands, by the database's clock. */
interface SeenRow {
  state: string | null
  nowUs: number
  inUseUntilUs: number | null
  /** The clock was read at most so long ago. */
  ageMs: number
}

interface RowWrite {
  state: string
  /** 0 closes the row, null leaves it as it was. */
  inUseMs: number | null
  /** Whether a crash of Postgres must not lose it. */
  durable: boolean
}

/** Of those who write at once one always wins, so this is never reached by paced askers. */
const MOST_TRIES = 200

/** Another process wrote each time between our look and our write. */
class SpareSlotsContendedError extends Error {
  override readonly name = 'SpareSlotsContendedError'
  readonly code = 'spare_slots_contended'
}

/**
 * Keeps the fleet's spare request budget in Postgres: the `spare` of `createPace` (packages/gradient), where the rule is. A write counts only if
 * nobody wrote since the row was read (by `xmin`, the transaction that wrote it); no lock is held in between, so a process that
 * stands still keeps nobody from sending. Throws where Postgres does not answer.
 */
export function createSpareSlots(db: Db) {
  return {
    exchange<Answer>(
      key: string,
      decide: (row: SeenRow) => { readonly write: RowWrite | null; readonly answer: Answer },
    ): Promise<Answer> {
      return db.connection().execute(async (connection) => {
        for (let tries = 0; tries < MOST_TRIES; tries += 1) {
          const askedAtMs = performance.now()
          const { version, ...row } = await read(connection, key)
          const { write, answer } = decide({ ...row, ageMs: performance.now() - askedAtMs })
          if (write === null || (await put(connection, { key, version, ...write }))) return answer
        }
        throw new SpareSlotsContendedError(`${MOST_TRIES} times another process wrote the row ${key} first`)
      })
    },
  }
}

async function read(connection: Kysely<Tables>, key: string) {
  const { rows } = await sql<{ state: string | null; version: string | null; now_us: string; until_us: string | null }>`
    select spare.state, spare.xmin::text as version,
      (extract(epoch from clock_timestamp()) * 1000000)::bigint::text as now_us,
      case when spare.in_use_until > '-infinity'
        then (extract(epoch from spare.in_use_until) * 1000000)::bigint::text end as until_us
    from (select 1) as one left join spare_slots as spare on spare.key = ${key}`.execute(connection)
  const [row] = rows
  return {
    state: row?.state ?? null,
    version: row?.version ?? null,
    nowUs: Number(row?.now_us),
    inUseUntilUs: row?.until_us == null ? null : Number(row.until_us),
  }
}

/** Whether the row was still as it was read. */
async function put(
  connection: Kysely<Tables>,
  input: RowWrite & { key: string; version: string | null },
): Promise<boolean> {
  const { key, version, state, inUseMs } = input
  // A lost write of the last half second does no harm: its slots have passed by the time that Postgres is back.
  const commit = input.durable ? 'on' : 'off'
  const until =
    inUseMs === null
      ? sql`in_use_until`
      : inUseMs === 0
        ? sql`'-infinity'::timestamptz`
        : sql`clock_timestamp() + ${inUseMs}::float8 * interval '1 millisecond'`
  const result =
    version === null
      ? await sql`
          insert into spare_slots (key, state, in_use_until)
          values (${key}, ${state}, ${inUseMs === null ? sql`'-infinity'::timestamptz` : until})
          on conflict do nothing`.execute(connection)
      : await sql`
          update spare_slots set state = ${state}, in_use_until = ${until}
          where key = ${key} and xmin::text = ${version}
            and (select set_config('synchronous_commit', ${commit}, true)) is not null`.execute(connection)
  return result.numAffectedRows === 1n
}
