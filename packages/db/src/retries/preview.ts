import { createHash, randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'
import { judged, type RetryRefusal, type RetryScope } from './scope.ts'

/** How many of a scope would be sent, and how many not, for which reason; the reason of most first. */
export interface RetryCounts {
  willBeSent: number
  /** Of these, those that a stop holds back until it is lifted. */
  held: number
  refused: { why: RetryRefusal; count: number }[]
}

/** What a retry would do at this moment. Its `token` is what the order names: it does no more than was seen. */
export interface RetryPreview extends RetryCounts {
  token: string
}

const MOMENT = /^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z$/

/** What a token says: which scope was looked at, when by the database's clock, and how many were going to be sent. */
interface Seen {
  nonce: string
  scope: string
  at: string
  willBeSent: number
}

/** Counts what a retry of this scope would send, by the very rule of the retry itself. Changes nothing. */
export async function previewRetry(db: Db, scope: RetryScope): Promise<RetryPreview> {
  const { rows } = await sql<{
    at: string
  }>`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`.execute(db)
  const at = rows[0]?.at ?? ''
  const counts = await countJudged(db, judged(scope, sql`${at}::timestamptz`))
  return {
    ...counts,
    token: writeToken({ nonce: randomUUID(), scope: hashOf(scope), at, willBeSent: counts.willBeSent }),
  }
}

/** Counts of `id, why, held`. */
export async function countJudged(db: Db, pushes: RawBuilder<unknown>): Promise<RetryCounts> {
  const { rows } = await sql<{ why: RetryRefusal | null; count: number; held: number }>`
    select why, count(*)::integer as count, (count(*) filter (where held))::integer as held
    from (${pushes}) j group by why order by count(*) desc, why`.execute(db)
  const sent = rows.find((row) => row.why === null)
  return {
    willBeSent: sent?.count ?? 0,
    held: sent?.held ?? 0,
    refused: rows.flatMap(({ why, count }) => (why === null ? [] : [{ why, count }])),
  }
}

/** What a token says, where it is one of a preview of this scope. */
export function readToken(token: string, scope: RetryScope): { at: string; willBeSent: number } | undefined {
  try {
    const seen = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Partial<Seen>
    const { nonce, at, willBeSent } = seen
    if (typeof nonce !== 'string' || seen.scope !== hashOf(scope) || !Number.isInteger(willBeSent)) return undefined
    if (typeof at !== 'string' || !MOMENT.test(at)) return undefined
    return { at, willBeSent: Number(willBeSent) }
  } catch {
    return undefined
  }
}

function writeToken(seen: Seen): string {
  return Buffer.from(JSON.stringify(seen), 'utf8').toString('base64url')
}

/** The same for the same pushes, in whatever order they were named. */
function hashOf(scope: RetryScope): string {
  const sorted = Object.entries(scope)
    .map(([key, value]) => [key, Array.isArray(value) ? [...new Set(value)].sort() : value])
    .sort(([a], [b]) => String(a).localeCompare(String(b)))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 24)
}
