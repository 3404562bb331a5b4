import type { OperatorRole } from '@bridge/db'

/** The identity provider that operators may sign in with. */
export interface OidcSettings {
  issuer: URL
  clientId: string
  clientSecret: string
  /** What is asked for: `openid`, and what makes the provider tell the role. */
  scope: string
  /** The claim, of the ID token or else of the user info, that gives the role: a text or a list of texts. */
  roleClaim: string
  /** Which value of it gives which role. */
  roleValues: Record<OperatorRole, string>
}

/** The role that a claim gives; the greater where it gives both, `undefined` where it gives none. */
export function roleOfClaim(settings: OidcSettings, claim: unknown): OperatorRole | undefined {
  const values = [claim].flat()
  const roles = ['operator', 'viewer'] as const
  return roles.find((role) => values.includes(settings.roleValues[role]))
}
