import { z } from 'zod'

/**
 * The caller's own id of a partner or a company. `.` and `..` are refused although their letters are allowed: they cannot stand
 * in a URL's path, where every client and proxy folds them away.
 */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{1,64}$/, 'must be 1 to 64 characters of A-Z a-z 0-9 . _ ~ -')
  .refine((id) => id !== '.' && id !== '..', 'must not be "." or ".."')
