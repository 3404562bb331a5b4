import { z } from 'zod'

/** Is this a name or address that only this machine can reach? The sandbox gives keys to whoever asks. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** The settings, read once at start. */
export const config = z
  .object({
    HOST: z.string().refine(isLoopback, 'must be a loopback address, such as 127.0.0.1').default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    GRADIENT_VENDOR_API_KEY: z
      .string()
      .regex(/^[^:]+$/, 'must not contain a colon')
      .default('sandbox-vendor-key'),
    SANDBOX_REQUESTS_PER_SECOND: z.coerce.number().int().min(1).max(1_000_000).default(100),
    VENDOR_NAME: z.string().default('Phin'),
  })
  .transform((env) => ({
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    vendorName: env.VENDOR_NAME,
    requestsPerSecond: env.SANDBOX_REQUESTS_PER_SECOND,
    vendorApiKey: env.GRADIENT_VENDOR_API_KEY,
  }))
