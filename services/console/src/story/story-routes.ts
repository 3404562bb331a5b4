import { companyStory, type Found, type Story, searchAll } from '@bridge/db'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { companyIdSchema, emptyIsAbsent, momentQuery, partnerIdSchema, time, timeOrNull } from '../wire.ts'
import { eventWords } from './words.ts'

const FOUND_AT_MOST = 20

const storySchema = z.object({
  partner: z.object({ id: z.string(), name: z.string(), adminEmail: z.string().nullable() }),
  company: z.object({ id: z.string(), name: z.string(), archivedAt: timeOrNull, lastPeriod: z.string().nullable() }),
  events: z.array(
    z.object({
      at: time,
      kind: z.string(),
      period: z.string().nullable(),
      words: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  hasEarlier: z.boolean(),
})

const foundSchema = z.object({
  partners: z.array(z.object({ id: z.string(), name: z.string() })),
  companies: z.array(
    z.object({
      partnerId: z.string(),
      partnerName: z.string(),
      id: z.string(),
      name: z.string(),
      archived: z.boolean(),
    }),
  ),
  pushes: z.array(
    z.object({
      id: z.string(),
      partnerId: z.string(),
      partnerName: z.string(),
      companyId: z.string(),
      companyName: z.string(),
      period: z.string(),
    }),
  ),
}) satisfies z.ZodType<Found>

/** Finding a company, and all that happened to it. */
export function addStoryRoutes(api: Api, deps: Deps): void {
  api.route({
    method: 'GET',
    url: '/api/search',
    schema: {
      querystring: z.strictObject({
        text: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not have control characters'),
      }),
      response: { 200: foundSchema },
    },
    handler: async (request) => searchAll(deps.db, { text: request.query.text, limit: FOUND_AT_MOST }),
  })

  api.route({
    method: 'GET',
    url: '/api/story',
    schema: {
      querystring: z.strictObject({
        partnerId: partnerIdSchema,
        companyId: companyIdSchema,
        before: momentQuery,
        limit: emptyIsAbsent(z.coerce.number().int().min(1).max(2_000).default(500)),
      }),
      response: { 200: storySchema },
    },
    handler: async (request) => {
      const story = await companyStory(deps.db, request.query)
      if (!story) throw new ProblemError('company_not_found', 'This partner has no such company.')
      return toStoryBody(story)
    },
  })
}

function toStoryBody({ company, events, ...rest }: Story): z.output<typeof storySchema> {
  return {
    ...rest,
    company: { ...company, archivedAt: company.archivedAt?.toISOString() ?? null },
    events: events.map((event) => ({ ...event, at: event.at.toISOString(), words: eventWords(event) })),
  }
}
