import { z } from 'zod'

/** Is this a name or address that only this machine can reach? Whoever reaches the inbox reads all mails. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

const port = z.coerce.number().int().min(0).max(65_535)

/** The settings, read once at start. */
export const config = z
  .object({
    HOST: z.string().refine(isLoopback, 'must be a loopback address, such as 127.0.0.1').default('127.0.0.1'),
    /** Of the page and the JSON; 0 takes any free one. */
    PORT: port.default(8025),
    /** Where mails are taken; 0 takes any free one. */
    SMTP_PORT: port.default(1025),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .transform((env) => ({ host: env.HOST, port: env.PORT, smtpPort: env.SMTP_PORT, logLevel: env.LOG_LEVEL }))
