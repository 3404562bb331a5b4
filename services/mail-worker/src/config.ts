import { billingSettings, type RetryPolicy } from '@bridge/domain'
import { JOBS } from '@bridge/queue'
import {
  healthSettings,
  parsedBy,
  parseEnv,
  type ServiceOptions,
  serviceOptions,
  serviceSettings,
  wholeNumber,
} from '@bridge/runtime'
import { z } from 'zod'
import { parseSender, parseSmtpUrl, type Sender, type SmtpServer } from './smtp-settings.ts'

const settings = z
  .object({
    ...serviceSettings,
    ...healthSettings,
    BILLING_TIME_ZONE: billingSettings.BILLING_TIME_ZONE,
    VENDOR_NAME: z.string().min(1).default('Phin'),
    /** Where it is not set, no mail is sent. */
    SMTP_URL: parsedBy(parseSmtpUrl).optional(),
    MAIL_FROM: parsedBy(parseSender).optional(),
    /** Where partners reach the gateway; mails link to its page. */
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://bridge.example.com' })
      .optional(),
    /** Mails under way at once in this process; a mail server wants far fewer than Gradient. */
    MAIL_CONCURRENCY: wholeNumber(1, 100).default(5),
  })
  .superRefine((read, context) => {
    for (const name of ['MAIL_FROM', 'PUBLIC_URL'] as const) {
      if (read.SMTP_URL !== undefined && read[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is missing, and SMTP_URL is set' })
    }
  })

/** The way out for mails. */
export interface MailOptions {
  smtp: SmtpServer
  from: Sender
  /** The partner's page. */
  pageUrl: string
}

/** The worker's settings, read once. */
export interface Config extends ServiceOptions {
  healthPort: number
  concurrency: number
  timeZone: string
  vendorName: string
  /** How often, and at what distance, a mail is tried before it is `failed`. */
  retry: RetryPolicy
  /** Null: nothing is sent. */
  mail: MailOptions | null
}

/** Reads the environment; a bad setting names itself and stops the process with code 78. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = parseEnv(settings, env)
  const { SMTP_URL: smtp, MAIL_FROM: from, PUBLIC_URL: publicUrl } = read
  return {
    ...serviceOptions(read),
    healthPort: read.HEALTH_PORT,
    concurrency: read.MAIL_CONCURRENCY,
    timeZone: read.BILLING_TIME_ZONE,
    vendorName: read.VENDOR_NAME,
    retry: JOBS['send-mail'].retry,
    mail: smtp && from && publicUrl ? { smtp, from, pageUrl: `${publicUrl.replace(/\/+$/, '')}/portal` } : null,
  }
}
