import { shiftPeriod } from '@bridge/domain'

/** One request of a kind; each is another one. */
export interface MadeRequest {
  method: 'GET' | 'PUT'
  path: string
  body?: string
}

/** A kind of call: what it is called, and its next request. */
export interface GatewayRoute {
  name: string
  /** The bare Fastify also does it as the plainest row that could be written, under `/plain`. */
  hasPlainForm?: boolean
  next(): MadeRequest
}

/** The calls that are measured, of a partner `p1` that is connected and has this many companies, `c1` and on. */
export function gatewayRoutes(input: { companies: number; runId: string }): GatewayRoute[] {
  let usages = 0
  let registered = 0
  return [
    {
      // A company and period for the first time: one row is written, by the bare route as by ours.
      name: 'report usage (PUT)',
      hasPlainForm: true,
      next() {
        usages += 1
        const period = shiftPeriod('2026-10', -(Math.floor(usages / input.companies) % 300))
        return {
          method: 'PUT',
          path: `/v1/partners/p1/companies/c${(usages % input.companies) + 1}/usage/${period}`,
          body: JSON.stringify({ billableUsers: usages % 10_000_000 }),
        }
      },
    },
    {
      // A new company: ours makes its account due and asks for a sync besides.
      name: 'register a company (PUT)',
      hasPlainForm: true,
      next() {
        registered += 1
        return {
          method: 'PUT',
          path: `/v1/partners/p1/companies/n${registered}`,
          body: JSON.stringify({ name: `Newcomer ${registered}` }),
        }
      },
    },
    { name: 'list 100 companies', next: () => ({ method: 'GET', path: '/v1/partners/p1/companies?limit=100' }) },
    { name: 'a run’s page', next: () => ({ method: 'GET', path: `/v1/billing-runs/${input.runId}` }) },
  ]
}
