import { z } from 'zod'
import type { Api } from '../api.ts'
import { callerOf } from '../authenticate.ts'
import type { Deps } from '../deps.ts'
import { idempotencyHeaders, keyOf, replay, startRequestHash, takeKey } from '../idempotency.ts'
import { ProblemError, problems } from '../problem.ts'
import { importBody } from './import-body.ts'
import { createImportGate } from './import-gate.ts'
import { LINE_CODES, type LineCode } from './import-row.ts'
import { readPieces } from './read-pieces.ts'

/** The body's formats. */
const TYPES = ['text/csv', 'application/x-ndjson']

/** The answer to an import. */
export const importSchema = z
  .object({
    lines: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    errors: z.array(
      z.object({
        line: z.int().meta({ description: 'The line of the file on which the record begins, from 1.' }),
        code: z.enum(Object.keys(LINE_CODES) as [LineCode, ...LineCode[]]),
        message: z.string(),
      }),
    ),
    errorsOmitted: z
      .int()
      .meta({ description: 'Rejected lines beyond the first 100,000, which are counted but not named.' }),
    changed: z
      .object({ partners: z.int(), companies: z.int(), usage: z.int() })
      .meta({ description: 'What is new or other than before.' }),
  })
  .meta({ id: 'Import' })

/** Takes partners, companies and usage in bulk. */
export function addImportRoute(api: Api, deps: Deps): void {
  const gate = createImportGate()
  void api.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(TYPES, async (_request: unknown, payload: unknown) => payload)
    scope.route({
      method: 'POST',
      url: '/imports',
      schema: {
        tags: ['Imports'],
        summary: 'Import partners, companies and usage',
        description:
          'A stream of any size: `text/csv` with a header line, or `application/x-ndjson`. Columns, in any order: `partner_id, partner_name, admin_email, company_id, company_name, period, billable_users`. ' +
          'What a line leaves out is left alone. Good lines are kept, all at once at the end, and each bad one is named. Of several lines about the same thing the last one counts. A caller who hangs up before the end leaves nothing.',
        consumes: TYPES,
        body: z.unknown(),
        headers: idempotencyHeaders,
        response: { 200: importSchema, ...problems(408, 409, 415, 422) },
      },
      handler: async (request, reply) => {
        const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
        const encoding = request.headers['content-encoding']
        if (type === undefined || !TYPES.includes(type) || (encoding !== undefined && encoding !== 'identity')) {
          throw new ProblemError('unsupported_media_type', `Send ${TYPES.join(' or ')}, not compressed.`)
        }
        const hash = startRequestHash(request).update(`${type}\n`)
        const pieces = readPieces(request.raw, hash)
        const key = keyOf(request)
        const first = key && (await takeKey(deps, key))
        if (first) {
          for await (const _ of pieces) {
            // Read to its end, for its hash alone.
          }
          return replay(reply, first, hash.digest())
        }
        return gate(() =>
          importBody(deps, {
            isCsv: type === 'text/csv',
            pieces,
            key,
            tokenId: callerOf(request).id,
            finishHash: () => hash.digest(),
          }),
        )
      },
    })
  })
}
