import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ProblemError } from './problem.ts'
import type { TokenDirectory } from './token-directory.ts'

const TOKEN_ID = 'tokenId'
const REALM = { 'www-authenticate': 'Bearer realm="gradient-bridge"' }

/** Demands an integration token for every route of this part of the app. */
export function authenticate(app: FastifyInstance, tokens: TokenDirectory): void {
  app.decorateRequest(TOKEN_ID, '')
  app.addHook('onRequest', async (request) => {
    const text = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(request.headers.authorization ?? '')?.[1]
    if (text === undefined) {
      throw new ProblemError('unauthorized', 'Send Authorization: Bearer and an integration token.', { headers: REALM })
    }
    const id = await tokens.find(text)
    if (id === undefined) {
      throw new ProblemError('unauthorized', 'The token is not known, or was revoked.', { headers: REALM })
    }
    request.setDecorator(TOKEN_ID, id)
  })
}

/** The token behind a request under `/v1`. */
export function tokenIdOf(request: FastifyRequest): string {
  return request.getDecorator<string>(TOKEN_ID)
}
