import type { OperatorRole } from '@bridge/db'
import * as client from 'openid-client'
import { type OidcSettings, roleOfClaim } from './oidc-settings.ts'

const ANSWER_WITHIN_S = 10

/** What the browser keeps while it is away at the provider: what its way back is checked against. */
export interface Flow {
  state: string
  nonce: string
  codeVerifier: string
}

/** Who the provider says that somebody is. */
export interface Identity {
  issuer: string
  subject: string
  /** Undefined: the provider gives them no role here. */
  role: OperatorRole | undefined
  /** As people know them. */
  name: string
}

/** Signs people in by OpenID Connect: the authorization code flow with PKCE, state and nonce. */
export interface IdentityProvider {
  /** Where to send the browser. */
  begin(): Promise<{ url: URL; flow: Flow }>
  /** Who came back at this address. Throws where anything about it is not as it was begun. */
  finish(cameBackAt: URL, flow: Flow): Promise<Identity>
}

/** Makes it. The provider is asked about itself at the first sign-in, so that the console starts without it. */
export function createIdentityProvider(settings: OidcSettings, redirectUri: string): IdentityProvider {
  let discovered: Promise<client.Configuration> | undefined

  function configuration(): Promise<client.Configuration> {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = undefined
      throw error
    })
    return discovered
  }

  return {
    async begin() {
      const config = await configuration()
      const flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: settings.scope,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.codeVerifier),
        code_challenge_method: 'S256',
      })
      return { url, flow }
    },
    async finish(cameBackAt, flow) {
      const config = await configuration()
      const tokens = await client.authorizationCodeGrant(config, cameBackAt, {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.codeVerifier,
        idTokenExpected: true,
      })
      const idToken = tokens.claims()
      if (!idToken) throw new Error('the provider sent no ID token')
      const { iss: issuer, sub: subject } = idToken
      // Many providers put into the ID token only what the specification demands.
      const hasMore = config.serverMetadata().userinfo_endpoint !== undefined
      const more = hasMore ? await client.fetchUserInfo(config, tokens.access_token, subject) : {}
      const claims: Record<string, unknown> = { ...more, ...idToken }
      const name = [claims['preferred_username'], claims['email'], claims['name']].find(isName) ?? subject
      return { issuer, subject, role: roleOfClaim(settings, claims[settings.roleClaim]), name: name.slice(0, 120) }
    },
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
  const found = await client.discovery(issuer, clientId, undefined, undefined, { execute, timeout: ANSWER_WITHIN_S })
  const server = found.serverMetadata()
  // As the specification has it where the provider says nothing.
  const basic = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true
  const authentication = basic ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret)
  const config = new client.Configuration(server, clientId, clientSecret, authentication)
  config.timeout = ANSWER_WITHIN_S
  for (const apply of execute) apply(config)
  // Signatures are checked although the token comes straight from the provider.
  client.enableNonRepudiationChecks(config)
  return config
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /\S/.test(value) && !/[\p{Cc}\p{Cs}]/u.test(value)
}
