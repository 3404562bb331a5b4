import { idSchema, periodSchema } from '@bridge/domain'
import { z } from 'zod'

export const time = z.iso.datetime()
export const timeOrNull = time.nullable()

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() })
}

/** A filter in a query: `?outcome=` is the same as none. */
export function emptyIsAbsent<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema)
}

/** The query of a list. An empty value counts as absent. */
export const listQuery = {
  limit: emptyIsAbsent(z.coerce.number().int().min(1).max(500).default(50)),
  cursor: emptyIsAbsent(z.string().max(500).optional()),
}

/** What is looked for in names, ids and words. Taken as it stands but for blanks around it. */
export const searchQuery = emptyIsAbsent(
  z
    .string()
    .trim()
    .max(200, 'must be at most 200 characters')
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not have control characters')
    .transform((text) => (text === '' ? undefined : text))
    .optional(),
)

/** A moment in a query, such as `2026-11-01T00:00:00Z`. */
export const momentQuery = emptyIsAbsent(
  z.iso
    .datetime({ offset: true, error: 'must be a moment such as 2026-11-01T00:00:00Z' })
    .transform((text) => new Date(text))
    .optional(),
)

/** Why an operator does something that sends or stops. Kept in the audit. */
export const reasonSchema = z
  .string({ error: 'is missing: say why, for whoever reads the audit' })
  .trim()
  .min(3, 'must say why, in three letters at least')
  .max(500, 'must be at most 500 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be one line, without control characters')

export const partnerIdSchema = idSchema
export const companyIdSchema = idSchema
export { periodSchema }
