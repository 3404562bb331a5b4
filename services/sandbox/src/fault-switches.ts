import { z } from 'zod'
import { FAULT_KIND_NAMES, FAULT_KINDS } from './fault-kinds.ts'

/** The names by which calls are told apart in faults and in the call log. `unknown` is any path that Gradient does not have. */
export const ROUTE_NAMES = ['vendor', 'service', 'organization', 'status', 'accounts', 'count', 'unknown'] as const
export type RouteName = (typeof ROUTE_NAMES)[number]

const rateLimit = z
  .strictObject({
    requestsPerSecond: z.int().min(1).max(1_000_000).optional().describe('Default: SANDBOX_REQUESTS_PER_SECOND.'),
    scope: z
      .enum(['vendor', 'partner'])
      .optional()
      .describe(
        'Counted over all calls (`vendor`, the default) or per partner key. Without meaning in a limit set for one partner.',
      ),
    retryAfter: z
      .union([z.boolean(), z.int().min(0).max(3600)])
      .optional()
      .describe('`true`: Retry-After with the seconds left; a number: with that; `false` (default): no such header.'),
    countRefused: z.boolean().optional().describe('Do refused calls use up the limit too? Default false.'),
  })
  .describe('The 429 limit, over a true sliding second. For one partner: a limit of its own, beside the one for all.')
export type RateLimit = z.output<typeof rateLimit>

const milliseconds = z.number().min(0).max(600_000)
const latencyMs = z
  .union([
    milliseconds,
    z
      .strictObject({ min: milliseconds, max: milliseconds })
      .refine(({ min, max }) => min <= max, 'min must not exceed max'),
  ])
  .describe('Each call waits this long before it has its effect: a number, or evenly spread between `min` and `max`.')

const errorRule = z.strictObject({
  kind: z
    .enum(FAULT_KIND_NAMES)
    .describe(FAULT_KIND_NAMES.map((kind) => `\`${kind}\`: ${FAULT_KINDS[kind].about}`).join('; ')),
  times: z.int().min(1).optional().describe('Strikes this often, then never again. Default: no end.'),
  rate: z.number().min(0).max(1).optional().describe('Strikes with this probability. Default 1.'),
  route: z.enum(ROUTE_NAMES).optional().describe('Only calls of this route. Default: all.'),
  method: z.enum(['GET', 'POST', 'PATCH']).optional().describe('Only calls with this method. Default: all.'),
  accountId: z.string().min(1).optional().describe('Only counts for, and changes of, this account. Default: all.'),
})
export type ErrorRule = z.output<typeof errorRule>

const switches = {
  duplicateAccounts: z
    .enum(['conflict', 'partial', 'upsert'])
    .describe(
      'An array with an account that exists: 409 for the whole array, or 200 with the new ones alone, or 200 with all. Default `upsert`.',
    ),
  zero: z.enum(['accepted', 'refused']).describe('A count of 0: set like any number (default), or 400.'),
  afterDisconnect: z
    .union([z.literal(401), z.literal(403), z.literal(404), z.literal(200)])
    .describe(
      'What the old token gets once the MSP disconnected: 401 (default), 403, 404 "Vendor Profile Not Found", or 200: `inactive`, no accounts.',
    ),
  isMapped: z
    .enum(['present', 'absent'])
    .describe('Do accounts in answers carry `isMapped` and `mappingId`? Default `present`.'),
  rateLimit,
  latencyMs,
  errors: z
    .array(errorRule)
    .max(1000)
    .describe('Tried in order, the first that strikes wins; those set for the partner come before those for all.'),
  accountRefused: z
    .array(z.string())
    .max(10_000)
    .describe('Ids or names of accounts whose creation is answered with 400, for the whole array.'),
  vendorCallsNeedPartnerKey: z
    .boolean()
    .describe(
      'Are `GET /vendor-api` and `POST /vendor-api/service` refused (401) when the partner half of the token is empty? Default true. For all only.',
    ),
}

type Nullable<Shape extends z.ZodRawShape> = { [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>> }
const settable = Object.fromEntries(
  Object.entries(switches).map(([name, schema]) => [name, z.nullable(schema as z.ZodType).optional()]),
) as unknown as Nullable<typeof switches>

/** What is set: a switch that is absent stands at its default. */
export const faultSwitches = z.strictObject(switches).partial()
export type FaultSwitches = z.output<typeof faultSwitches>

/** The body of `PUT /control/faults`: what is left out stays as it was, `null` puts a switch back to its default. */
export const faultChange = z
  .strictObject({
    partnerKey: z
      .string()
      .optional()
      .describe('Only this partner; without it, all. A switch set for a partner wins over the one for all.'),
    ...settable,
  })
  .refine((change) => change.partnerKey === undefined || change.vendorCallsNeedPartnerKey === undefined, {
    path: ['vendorCallsNeedPartnerKey'],
    message: 'can be set for all partners only: these calls may come without a partner',
  })
export type FaultChange = z.output<typeof faultChange>
