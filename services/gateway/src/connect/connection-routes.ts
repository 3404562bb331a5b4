import { liveConnection, syncAllAccounts, viewAccountSync } from '@bridge/db'
import { nudgeSync } from '@bridge/queue'
import { Secret } from '@bridge/vault'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Deps } from '../deps.ts'
import { idempotencyHeaders, idempotent } from '../idempotency.ts'
import { partnerOrThrow } from '../partners/partner-routes.ts'
import { keyPasteLimit } from '../portal/rate-limits.ts'
import { ProblemError, problems } from '../problem.ts'
import { acceptedSchema, partnerParams } from '../wire.ts'
import { connect } from './connect.ts'
import { connectionSchema, readConnection } from './connection-view.ts'
import { disconnect } from './disconnect.ts'
import { syncSchema, toSyncBody } from './sync-view.ts'
import { createVouch } from './vouch.ts'

const url = '/partners/:partnerId/gradient-connection'
const tags = ['Connection']

/** A partner's link to Gradient. */
export function addConnectionRoutes(api: Api, deps: Deps): void {
  const vouch = createVouch(deps)

  api.route({
    method: 'PUT',
    url,
    config: { portal: 'own', rateLimit: keyPasteLimit(deps) },
    schema: {
      tags,
      summary: 'Connect, or replace the key',
      description:
        'The key is tried with Gradient at once; a bad one is refused and nothing is kept. The old key stays until the new one is accepted.',
      params: partnerParams,
      body: z.strictObject({
        partnerApiKey: z
          .string()
          .regex(/^[\x21-\x7e]{1,512}$/, 'must be visible characters, without spaces, 512 at most'),
      }),
      response: { 200: connectionSchema, 201: connectionSchema, ...problems(403, 404, 409, 413, 415, 422) },
    },
    handler: async (request, reply) => {
      const { partnerId } = request.params
      const { created } = await connect(
        { ...deps, vouch },
        { partnerId, partnerKey: new Secret(request.body.partnerApiKey) },
      )
      return reply.code(created ? 201 : 200).send(await readConnection(deps, partnerId))
    },
  })

  api.route({
    method: 'GET',
    url,
    config: { portal: 'own' },
    schema: {
      tags,
      summary: 'How the partner is connected',
      params: partnerParams,
      response: { 200: connectionSchema, ...problems(404) },
    },
    handler: async (request) => {
      const { partnerId } = request.params
      await partnerOrThrow(deps, partnerId)
      return readConnection(deps, partnerId)
    },
  })

  api.route({
    method: 'DELETE',
    url,
    config: { portal: 'own' },
    schema: {
      tags,
      summary: 'Disconnect for good',
      description:
        'The key is destroyed. Once this has answered, no call with it starts any more. Starting over needs a new key.',
      params: partnerParams,
      response: { 204: z.null().meta({ description: 'Not connected any more.' }), ...problems(403, 404) },
    },
    handler: async (request, reply) => {
      await disconnect(deps, request.params.partnerId)
      return reply.code(204).send(null)
    },
  })

  api.route({
    method: 'POST',
    url: `${url}/sync-accounts`,
    config: { portal: 'own' },
    ...idempotent(deps),
    schema: {
      tags,
      summary: 'Make sure that all companies are in Gradient',
      params: partnerParams,
      body: z.strictObject({}).nullish(),
      headers: idempotencyHeaders,
      response: { 202: acceptedSchema, ...problems(403, 404, 409, 415, 422) },
    },
    handler: async (request, reply) => {
      const { partnerId } = request.params
      const live = await liveConnection(deps.db, partnerId)
      if (!live) {
        await partnerOrThrow(deps, partnerId)
        throw new ProblemError(
          'not_connected',
          `Partner ${partnerId} is not connected. Connect it with PUT gradient-connection.`,
        )
      }
      if (live.status === 'needs_key') {
        throw new ProblemError(
          'needs_key',
          `Gradient no longer accepts the key of partner ${partnerId}. Give a new one with PUT gradient-connection.`,
        )
      }
      const sync = await syncAllAccounts(deps.db, live.id)
      deps.nudger.nudge([nudgeSync(sync)])
      const statusUrl = `/v1/partners/${partnerId}/gradient-connection/account-syncs/${sync.id}`
      return reply.code(202).send({ id: sync.id, statusUrl })
    },
  })

  api.route({
    method: 'GET',
    url: `${url}/account-syncs/:syncId`,
    config: { portal: 'own' },
    schema: {
      tags,
      summary: 'How far a sync of accounts is',
      params: partnerParams.extend({ syncId: z.uuid() }),
      response: { 200: syncSchema, ...problems(404) },
    },
    handler: async (request) => {
      const view = await viewAccountSync(deps.db, request.params)
      if (!view) throw new ProblemError('sync_not_found', 'This partner has no account sync of this id.')
      return toSyncBody(view)
    },
  })
}
