import { insertPortalLink, sweepPortalAccess } from '@bridge/db'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { idempotencyHeaders, idempotent } from '../idempotency.ts'
import { partnerNotFound } from '../partners/partner-routes.ts'
import { problems } from '../problem.ts'
import { hashToken } from '../token-directory.ts'
import { partnerParams, time } from '../wire.ts'
import { ownAddress } from './own-address.ts'
import { newSecretText } from './secret-text.ts'

const LINK_LIVES_MS = 5 * 60_000
const SWEEP_EVERY = 500

const linkSchema = z
  .object({
    url: z.string().meta({ description: 'For the browser of the partner’s admin. Whoever has it comes in.' }),
    expiresAt: time,
  })
  .meta({ id: 'PortalLink' })

/** Makes links into a partner's page. */
export function addPortalLinkRoute(api: Api, deps: Deps): void {
  let made = 0

  api.route({
    method: 'POST',
    url: '/partners/:partnerId/portal-sessions',
    ...idempotent(deps),
    schema: {
      tags: ['Portal'],
      summary: 'Make a link into the partner’s page',
      description:
        'Good for one use within 5 minutes. Following it opens the partner’s page with a session of 8 hours. ' +
        'Every call makes another link, which does no harm: an `Idempotency-Key` is only of use to whoever wants the very same one again, and has the answer kept for that, link included.',
      params: partnerParams,
      body: z.strictObject({}).nullish(),
      headers: idempotencyHeaders,
      response: { 201: linkSchema, ...problems(404, 409, 413, 415, 422) },
    },
    handler: async (request, reply) => {
      const { partnerId } = request.params
      const now = deps.clock.now()
      const expiresAt = new Date(now.getTime() + LINK_LIVES_MS)
      const text = newSecretText()
      if (!(await insertPortalLink(deps.db, { hash: hashToken(text), partnerId, now, expiresAt }))) {
        throw partnerNotFound(partnerId)
      }
      made += 1
      if (made % SWEEP_EVERY === 1) {
        sweepPortalAccess(deps.db, now).catch((error: unknown) =>
          deps.log.warn({ err: error }, 'old links and sessions of the portal were not removed'),
        )
      }
      const url = `${ownAddress(request, deps.publicUrl)}/portal/enter/${text}`
      return reply.code(201).send({ url, expiresAt: expiresAt.toISOString() })
    },
  })
}
