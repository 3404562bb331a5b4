import { getCompany, listUsage, type PutUsage, putUsage, type UsageReport } from '@bridge/db'
import { periodSchema } from '@bridge/domain'
import { nudgePush } from '@bridge/queue'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { callerOf } from '../authenticate.ts'
import { companyNotFound } from '../companies/company-routes.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { partnerNotFound, partnerOrThrow } from '../partners/partner-routes.ts'
import { ProblemError, problems } from '../problem.ts'
import {
  billableUsersSchema,
  companyParams,
  emptyIsAbsent,
  listQuery,
  pageOf,
  time,
  timeOrNull,
  usageParams,
} from '../wire.ts'
import { createCurrentPeriod } from './current-period.ts'

const usageSchema = z
  .object({
    partnerId: z.string(),
    companyId: z.string(),
    period: z.string(),
    billableUsers: z.int(),
    revision: z
      .int()
      .meta({ description: 'Goes up with every changed number; the same number again makes no new one.' }),
    reportedAt: time,
  })
  .meta({ id: 'Usage' })

const revisionSchema = z
  .object({ period: z.string(), revision: z.int(), billableUsers: z.int(), reportedAt: time, replacedAt: timeOrNull })
  .meta({ id: 'UsageRevision' })
const historyCursor = z.tuple([z.string().max(7), z.string().regex(/^\d{1,9}$/)])
const tags = ['Usage']

/** Billable users of a company in a period. */
export function addUsageRoutes(api: Api, deps: Deps): void {
  const currentPeriod = createCurrentPeriod(deps)

  api.route({
    method: 'PUT',
    url: '/partners/:partnerId/companies/:companyId/usage/:period',
    schema: {
      tags,
      summary: 'Report billable users',
      description:
        'May be reported and changed at any time. A change of the period that was billed last is sent to Gradient by itself.',
      params: usageParams,
      body: z.strictObject({ billableUsers: billableUsersSchema }),
      response: { 200: usageSchema, ...problems(404, 413, 415, 422) },
    },
    handler: async (request) => {
      const report: UsageReport = { ...request.params, ...request.body }
      if (report.period > currentPeriod()) {
        throw new ProblemError(
          'period_in_future',
          `${report.period} has not begun in ${deps.calendar.timeZone}. Report it from its first day on.`,
        )
      }
      const caller = callerOf(request)
      const put = await putUsage(deps.db, { ...report, reportedBy: caller.kind === 'token' ? caller.id : null })
      if ('refused' in put) throw refusal(put, report)
      deps.nudger.nudge(put.pushes.map(nudgePush))
      return { ...put.usage, reportedAt: put.usage.reportedAt.toISOString() }
    },
  })

  api.route({
    method: 'GET',
    url: '/partners/:partnerId/companies/:companyId/usage',
    config: { portal: 'own' },
    schema: {
      tags,
      summary: 'What was reported, when, and what took its place',
      params: companyParams,
      querystring: z.strictObject({ ...listQuery, period: emptyIsAbsent(periodSchema.optional()) }),
      response: { 200: pageOf(revisionSchema), ...problems(404) },
    },
    handler: async (request) => {
      const { limit, cursor, period } = request.query
      const [beforePeriod, beforeRevision] = decodeCursor(cursor, historyCursor) ?? ['9999-12', '0']
      const before = { period: beforePeriod, revision: Number(beforeRevision) }
      const history = await listUsage(deps.db, { ...request.params, period, before, limit: limit + 1 })
      if (history.length === 0 && !(await getCompany(deps.db, request.params))) {
        await partnerOrThrow(deps, request.params.partnerId)
        throw companyNotFound(request.params)
      }
      const page = toPage(history, limit, (entry) => [entry.period, String(entry.revision)])
      return {
        data: page.data.map((entry) => ({
          ...entry,
          reportedAt: entry.reportedAt.toISOString(),
          replacedAt: entry.replacedAt?.toISOString() ?? null,
        })),
        nextCursor: page.nextCursor,
      }
    },
  })
}

function refusal(put: Extract<PutUsage, { refused: string }>, report: UsageReport): ProblemError {
  switch (put.refused) {
    case 'partner_not_found':
      return partnerNotFound(report.partnerId)
    case 'company_not_found':
      return companyNotFound(report)
    case 'company_archived':
      return new ProblemError(
        'company_archived',
        `Company ${report.companyId} of partner ${report.partnerId} is archived; its last period is ${put.lastPeriod}. Bring it back with PUT, or report that period.`,
      )
  }
}
