import { writeBreakdownPage } from '@bridge/breakdown'
import { readBreakdown } from '@bridge/db'
import { periodSchema } from '@bridge/domain'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { ownAddress } from '../portal/own-address.ts'
import { ProblemError, problems } from '../problem.ts'
import { partnerParams } from '../wire.ts'

/** The breakdown of a month as a page to keep: what the mail says, for whoever gets none. */
export function addBreakdownRoute(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/partners/:partnerId/billing/:period/breakdown',
    config: { portal: 'own' },
    schema: {
      tags: ['Billing'],
      summary: 'A partner’s breakdown of a period, as a page',
      description: 'In the words of the breakdown mail, with all lines; a file that loads nothing from anywhere.',
      params: partnerParams.extend({ period: periodSchema }),
      response: {
        200: { description: 'A file.', content: { 'text/html': { schema: z.string() } } },
        ...problems(404),
      },
    },
    handler: async (request, reply) => {
      const { partnerId, period } = request.params
      const { name: partnerName } = await partnerOrThrow(deps, partnerId)
      const rows = await readBreakdown(deps.db, { partnerId, period })
      if (rows.length === 0)
        throw new ProblemError(
          'period_not_billed',
          `No run of ${period} has had partner ${partnerId}. GET /v1/partners/${partnerId}/billing-periods lists those that have.`,
        )
      const pageUrl = `${ownAddress(request, deps.publicUrl)}/portal`
      const { vendorName, calendar, clock } = deps
      const page = { vendorName, partnerName, period, timeZone: calendar.timeZone, asOf: clock.now(), pageUrl, rows }
      return reply
        .type('text/html; charset=utf-8')
        .header('content-disposition', `attachment; filename="billable-users-${period}.html"`)
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        .send(writeBreakdownPage(page))
    },
  })
}
