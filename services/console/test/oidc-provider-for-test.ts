import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

/** A real OpenID Connect provider on loopback, with one client and whatever people are put into it. */
export interface TestProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Claims by subject; who is not here does not exist. */
  people: Map<string, Record<string, unknown>>
  close(): Promise<void>
}

/** Starts it; `redirectUri` is the only place that it sends people back to. */
export async function startTestProvider(
  redirectUri: string,
  options: { claimsInIdToken: boolean },
): Promise<TestProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const people: TestProvider['people'] = new Map()
  const client = { clientId: 'console', clientSecret: 'a-secret-of-the-clients-long-enough' }
  const configuration: Configuration = {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups'], email: ['email'] },
    conformIdTokenClaims: !options.claimsInIdToken,
    pkce: { required: () => true },
    cookies: { keys: ['a-key-of-the-tests'] },
    findAccount: (_context, sub) => {
      const claims = people.get(sub)
      return claims && { accountId: sub, claims: async () => ({ sub, ...claims }) }
    },
  }
  const provider = new Provider(issuer, configuration)
  server.on('request', provider.callback())
  return {
    issuer,
    ...client,
    people,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
