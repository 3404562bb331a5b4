import { ACCOUNT_STATES, idSchema, periodSchema } from '@bridge/domain'
import { z } from 'zod'

/** A text of people's: one line, not blank. Names are kept letter for letter: Gradient maps accounts by the exact name. */
export const nameSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters')
  .regex(/\S/, 'must not be blank')
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must be one line, without control characters')

/** The address to which a partner's mails go. */
export const emailSchema = z
  .string()
  .max(254, 'must be at most 254 characters')
  .regex(/^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+\.[^\s@\p{Cc}\p{Cs}]+$/u, 'must be an email address')

/** Billable users of one company in one period. */
export const billableUsersSchema = z
  .int('must be a whole number')
  .min(0, 'must not be negative')
  .max(10_000_000, 'must be at most 10000000')

export const time = z.iso.datetime()
export const timeOrNull = time.nullable()

export const partnerParams = z.object({ partnerId: idSchema })
export const companyParams = z.object({ partnerId: idSchema, companyId: idSchema })
export const usageParams = companyParams.extend({ period: periodSchema })

/** The account of a company in Gradient. */
export const accountSchema = z
  .object({
    state: z.enum(ACCOUNT_STATES),
    reason: z.string().nullable().meta({ description: 'Why it is not there, or cannot go on.' }),
    updatedAt: timeOrNull,
  })
  .meta({ id: 'Account' })

/** What answers 202: where to look. */
export const acceptedSchema = z.object({ id: z.uuid(), statusUrl: z.string() }).meta({ id: 'Accepted' })

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() })
}

/** The query of a list. An empty value counts as absent. */
export const listQuery = {
  limit: emptyIsAbsent(z.coerce.number().int().min(1).max(500).default(50)),
  cursor: emptyIsAbsent(z.string().max(500).optional()),
}

/** A filter in a query: `?outcome=` is the same as none. */
export function emptyIsAbsent<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema)
}

/** What is looked for in names and ids. Taken as it stands but for blanks around it. */
export const searchQuery = emptyIsAbsent(
  z
    .string()
    .trim()
    .max(200, 'must be at most 200 characters')
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not have control characters')
    .transform((text) => (text === '' ? undefined : text))
    .optional(),
)

/** The direction of a sorted list. */
export const orderQuery = emptyIsAbsent(z.enum(['asc', 'desc']).default('asc'))

/** A cursor that carries a name. */
export const longCursorQuery = emptyIsAbsent(z.string().max(2_000).optional())
