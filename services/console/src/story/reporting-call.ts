import { z } from 'zod'

/** The call by which a count was reported; null where it is from before calls were kept. */
export const reportingCallSchema = z.object({
  call: z.enum(['put', 'import']),
  token: z.string(),
  importId: z.uuid().nullable(),
  idempotencyKey: z.string().nullable(),
})
