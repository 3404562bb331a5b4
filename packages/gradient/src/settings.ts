import { Secret } from '@bridge/vault'
import { z } from 'zod'
import { checkTargetUrl } from './target-url.ts'

/** The settings of every process that calls Gradient, with their documented defaults. Spread into the process's `z.object`. */
export const gradientSettings = {
  GRADIENT_BASE_URL: z
    .string()
    .default('https://app.usegradient.com/api')
    .refine((text) => {
      try {
        checkTargetUrl(text)
        return true
      } catch {
        return false
      }
    }, 'must be an https address, or one on loopback'),
  GRADIENT_VENDOR_API_KEY: z
    .string({ error: 'is missing: the vendor key that Gradient gave you' })
    .transform((text) => new Secret(text)),
  GRADIENT_REQUESTS_PER_SECOND: z.coerce.number({ error: 'must be a number' }).positive().max(1_000).default(90),
  /** `none` lets calls go as they come: to measure what this side can do, with a Gradient on this very machine. */
  GRADIENT_PACE: z.enum(['fleet', 'none']).default('fleet'),
  GRADIENT_TIMEOUT_MS: z.coerce.number({ error: 'must be a whole number' }).int().min(100).max(300_000).default(20_000),
}

/** Where Gradient is, who we are there, and how hard we may press. */
export interface GradientTarget {
  baseUrl: string
  vendorApiKey: Secret
  requestsPerSecond: number
  pace: 'fleet' | 'none'
  timeoutMs: number
}

/** The target in the settings that were read. */
export function gradientOptions(read: z.output<z.ZodObject<typeof gradientSettings>>): GradientTarget {
  return {
    baseUrl: read.GRADIENT_BASE_URL,
    vendorApiKey: read.GRADIENT_VENDOR_API_KEY,
    requestsPerSecond: read.GRADIENT_REQUESTS_PER_SECOND,
    pace: read.GRADIENT_PACE,
    timeoutMs: read.GRADIENT_TIMEOUT_MS,
  }
}

/** Which of the vendor's services in Gradient the counts are for: by its id, or by a name under which it is looked up, and made if absent. */
export const gradientServiceSettings = {
  GRADIENT_SERVICE_ID: z.string().min(1).optional(),
  GRADIENT_SERVICE_NAME: z.string().min(1).optional(),
  VENDOR_NAME: z.string().min(1).default('Phin'),
}

/** The service's id where it is set; else it goes by its name, which is the vendor's own where none is set. */
export interface GradientServiceChoice {
  id: string | null
  name: string
}

/** The choice in the settings that were read. */
export function gradientService(read: z.output<z.ZodObject<typeof gradientServiceSettings>>): GradientServiceChoice {
  return { id: read.GRADIENT_SERVICE_ID ?? null, name: read.GRADIENT_SERVICE_NAME ?? read.VENDOR_NAME }
}
