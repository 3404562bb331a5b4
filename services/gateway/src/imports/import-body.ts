import {
  abandonIdempotent,
  finishIdempotent,
  type IdempotencyKey,
  type ImportRow,
  importRows,
  type MergedImport,
  renewIdempotent,
} from '@bridge/db'
import { periodAt } from '@bridge/domain'
import { nudgePushes, nudgeSync } from '@bridge/queue'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { createCsvLines } from './csv-lines.ts'
import type { importSchema } from './import-route.ts'
import { createRowCheck, type LineError, lineError } from './import-row.ts'
import { createNdjsonLines } from './ndjson-lines.ts'

const MOST_ERRORS = 100_000
const KEY_HELD_FOR_MS = 60_000
const KEY_RENEWED_EVERY_MS = 20_000

type Answer = z.output<typeof importSchema>

/** The body of an import, and how it is known again. */
interface Body {
  isCsv: boolean
  pieces: AsyncIterable<string>
  key: IdempotencyKey | null
  /** Whose call it is. */
  tokenId: string
  /** The hash of the whole body; to be asked once, at its end. */
  finishHash: () => Buffer
}

/**
 * Carries out an import: reads, checks and stages line by line while Postgres takes them, then merges and answers. The answer is kept for
 * the request's key in the same transaction, so that a repeated request never imports twice.
 */
export async function importBody(deps: Deps, body: Body): Promise<Answer> {
  const renewing = setInterval(() => {
    if (body.key) renewIdempotent(deps.db, { ...body.key, runningForMs: KEY_HELD_FOR_MS }).catch(() => undefined)
  }, KEY_RENEWED_EVERY_MS)
  try {
    return await carryOut(deps, body)
  } catch (error) {
    if (body.key) {
      await abandonIdempotent(deps.db, body.key).catch((failure: unknown) =>
        deps.log.warn({ err: failure }, 'an idempotency key was not given back'),
      )
    }
    throw error
  } finally {
    clearInterval(renewing)
  }
}

async function carryOut(deps: Deps, body: Body): Promise<Answer> {
  const counts = { lines: 0, rejected: 0 }
  const errors: LineError[] = []
  const onError = (error: LineError) => {
    counts.rejected += 1
    if (errors.length < MOST_ERRORS) errors.push(error)
  }
  let answer: Answer | undefined
  const merged = await importRows(deps.pool, {
    batches: readBatches(deps, body, { counts, onError }),
    by: { tokenId: body.tokenId, idempotencyKey: body.key?.key ?? null },
    mostErrors: () => MOST_ERRORS - errors.length,
    beforeCommit: async (tx, result) => {
      answer = toAnswer(counts, errors, result)
      if (!body.key) return
      const kept = {
        status: 200,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(answer),
      }
      await finishIdempotent(tx, { ...body.key, requestHash: body.finishHash(), answer: kept })
    },
  })
  deps.nudger.nudge([...merged.syncs.map((sync) => nudgeSync(sync)), ...nudgePushes(merged.pushes)])
  if (!answer) throw new Error('the import has no answer')
  return answer
}

async function* readBatches(
  deps: Deps,
  body: Body,
  into: { counts: { lines: number }; onError: (error: LineError) => void },
): AsyncGenerator<ImportRow[]> {
  const reader = body.isCsv ? createCsvLines() : createNdjsonLines()
  const check = createRowCheck(periodAt(deps.clock.now(), deps.calendar.timeZone))
  let batch: ImportRow[] = []
  const take = (lines: ReturnType<typeof reader.push>) => {
    for (const read of lines) {
      into.counts.lines += 1
      const row = 'code' in read ? read : check(read.line, read.cells)
      if ('code' in row) into.onError(row)
      else batch.push(row)
    }
  }
  for await (const piece of body.pieces) {
    take(reader.push(piece))
    yield batch
    batch = []
  }
  take(reader.end())
  yield batch
}

function toAnswer(counts: { lines: number; rejected: number }, errors: LineError[], merged: MergedImport): Answer {
  const rejected = counts.rejected + merged.rejected
  const named = [...errors, ...merged.errors.map(({ line, code }) => lineError(line, code))].sort(
    (a, b) => a.line - b.line,
  )
  return {
    lines: counts.lines,
    accepted: counts.lines - rejected,
    rejected,
    errors: named,
    errorsOmitted: rejected - named.length,
    changed: merged.changed,
  }
}
