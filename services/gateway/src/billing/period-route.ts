import { type BillingPeriod, listBillingPeriods } from '@bridge/db'
import { lastClosedPeriod, periodSchema } from '@bridge/domain'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { problems } from '../problem.ts'
import { emptyIsAbsent, listQuery, pageOf, partnerParams, timeOrNull } from '../wire.ts'
import { outcomesSchema } from './run-body.ts'

const billingPeriodSchema = z
  .object({
    period: z.string(),
    billableUsers: z.int().meta({ description: 'The sum of what is reported now.' }),
    companies: z.int().meta({ description: 'Companies with a report.' }),
    sentUsers: z.int().meta({ description: 'The sum of the numbers that Gradient has taken and that stand.' }),
    expected: z.int().meta({ description: 'Companies that must end in an outcome.' }),
    outcomes: outcomesSchema.nullable().meta({
      description: 'Each company once, by its newest connection; null where no run has had the month.',
    }),
    startedAt: timeOrNull.meta({ description: 'Of the newest run that the partner had a part in.' }),
    finishedAt: timeOrNull,
    mappedSince: z
      .int()
      .meta({ description: 'Companies that were unmapped once and whose number Gradient has taken since.' }),
    mail: z
      .object({
        status: z.enum(['waiting', 'sending', 'sent', 'bounced', 'failed', 'not_sent']),
        recipient: z.string().nullable(),
        sentAt: timeOrNull,
        detail: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'The newest breakdown mail of the month.' }),
    isOpen: z.boolean().meta({ description: 'The month closed last: it may be sent now.' }),
  })
  .meta({ id: 'BillingPeriod' })

const periodCursor = z.tuple([periodSchema])

/** A partner's months. */
export function addPeriodRoute(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/partners/:partnerId/billing-periods',
    config: { portal: 'own' },
    schema: {
      tags: ['Billing'],
      summary: 'A partner’s months, the newest first',
      description: 'Each for which something was reported or billed.',
      params: partnerParams,
      querystring: z.strictObject({
        ...listQuery,
        limit: emptyIsAbsent(z.coerce.number().int().min(1).max(500).default(12)),
      }),
      response: { 200: pageOf(billingPeriodSchema), ...problems(404) },
    },
    handler: async (request) => {
      const { partnerId } = request.params
      const { limit, cursor } = request.query
      const [before] = decodeCursor(cursor, periodCursor) ?? ['9999-12']
      const periods = await listBillingPeriods(deps.db, { partnerId, before, limit: limit + 1 })
      if (periods.length === 0) await partnerOrThrow(deps, partnerId)
      const { data, nextCursor } = toPage(periods, limit, ({ period }) => [period])
      const open = lastClosedPeriod(deps.clock.now(), deps.calendar.timeZone)
      return { data: data.map((month) => toBody(month, open)), nextCursor }
    },
  })
}

function toBody(month: BillingPeriod, open: string): z.output<typeof billingPeriodSchema> {
  const { mail } = month
  return {
    ...month,
    startedAt: month.startedAt?.toISOString() ?? null,
    finishedAt: month.finishedAt?.toISOString() ?? null,
    mail: mail && { ...mail, sentAt: mail.sentAt?.toISOString() ?? null },
    isOpen: month.period === open,
  }
}
