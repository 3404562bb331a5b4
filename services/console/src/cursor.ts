import type { z } from 'zod'
import { ProblemError } from './problem.ts'

/** A place in a list; in a sorted one, null where a row has no value. */
type Place = readonly (string | null)[]

/** Writes a place in a list so that it can stand in a URL. Callers must not read it. */
function encodeCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url')
}

/**
 * Reads a cursor that we made; `null` for none.
 * @throws ProblemError `bad_cursor`
 */
export function decodeCursor<Decoded>(cursor: string | undefined, schema: z.ZodType<Decoded>): Decoded | null {
  if (cursor === undefined) return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new ProblemError('bad_cursor', 'Use nextCursor of an answer of this very list, or begin without one.')
  }
}

/** A page: one item more than asked for was fetched, to know whether there is a next. */
export function toPage<Item>(items: Item[], limit: number, placeOf: (item: Item) => Place) {
  const data = items.slice(0, limit)
  const last = data.at(-1)
  return { data, nextCursor: items.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null }
}
