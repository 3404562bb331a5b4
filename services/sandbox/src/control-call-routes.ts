import { z } from 'zod'
import type { Call } from './call-log.ts'
import type { ControlApi } from './control-api.ts'
import { ROUTE_NAMES } from './fault-switches.ts'
import { problem } from './problem.ts'
import type { SandboxState } from './state.ts'

const tags = ['Control: calls']
const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)

const callView = z.object({
  sequence: z.int().describe('Counts up from 1, also across DELETE /control/calls.'),
  at: z.string().describe('Arrival, ISO 8601 with milliseconds.'),
  startedAtMs: z.int(),
  endedAtMs: z.int().nullable().describe('Null while it is under way.'),
  method: z.string(),
  path: z.string().describe('With query, as sent.'),
  route: z.enum(ROUTE_NAMES),
  organizationId: z.string().nullable(),
  partnerName: z.string().nullable(),
  partnerKey: z.string().nullable().describe('As the token had it, good or not; null for what is no token.'),
  serviceId: z.string().nullable(),
  accountId: z.string().nullable(),
  unitCount: z.unknown().describe('As sent; null for other calls.'),
  noBuild: z.boolean().nullable().describe('Null for other calls than counts.'),
  body: z.unknown().describe('As sent; absent without one, or once 64 MiB of newer bodies came.'),
  delayedMs: z.int(),
  answered: z
    .union([z.int(), z.enum(['reset', 'timeout', 'aborted'])])
    .nullable()
    .describe('The status, or how it ended without one (`aborted`: the client hung up); null while it is under way.'),
  fault: z.string().nullable().describe('The kind of the error, `rate_limit`, or the switch that changed the answer.'),
})

/** What was called, when, by whom, answered what; and the figures over it. */
export function addControlCallRoutes(control: ControlApi, state: SandboxState): void {
  control.route({
    method: 'GET',
    url: '/control/calls',
    schema: {
      tags,
      summary: 'The calls to the Vendor API, newest last',
      description: 'The newest 200,000 are kept.',
      querystring: z.strictObject({
        after: whole.optional().describe('Only those with a higher sequence; `limit` then takes the oldest of them.'),
        limit: whole.optional().describe('Without `after`, the newest that many. Default: all.'),
        route: z.enum(ROUTE_NAMES).optional(),
        partnerKey: z.string().optional(),
      }),
      response: { 200: z.array(callView), 400: problem },
    },
    handler: async (request) => state.calls.list(request.query).map(showCall),
  })

  control.route({
    method: 'DELETE',
    url: '/control/calls',
    schema: { tags, summary: 'Forgets the calls and their figures', response: { 204: z.null() } },
    handler: async (_request, reply) => {
      state.calls.clear()
      reply.code(204)
      return null
    },
  })

  control.route({
    method: 'GET',
    url: '/control/stats',
    schema: {
      tags,
      summary: 'Figures over the calls since they were last forgotten',
      response: {
        200: z.object({
          calls: z.int(),
          maxCallsInOneSecond: z.int().describe('The most arrivals in any one-second window, refused ones too.'),
          maxConcurrentCountsPerAccount: z
            .int()
            .describe('The most counts under way at once for one account and service.'),
          answers: z.record(z.string(), z.int()),
          faults: z.record(z.string(), z.int()),
          routes: z.record(z.string(), z.int()),
        }),
      },
    },
    handler: async () => state.calls.statistics.figures(),
  })
}

function showCall({ bodyBytes: _bodyBytes, ...call }: Call): z.output<typeof callView> {
  return { ...call, at: new Date(call.startedAtMs).toISOString() }
}
