import { Secret } from '@bridge/vault'

/** The header's name, spelled as the documents spell it. Gradient matches it without regard to case (got sends it in lower case). */
export const TOKEN_HEADER = 'GRADIENT-TOKEN'

/** What Gradient knows us and the partner by: standard base64 of the UTF-8 of `vendorApiKey:partnerApiKey`, no `Bearer` (documented). */
export function gradientToken(vendorApiKey: Secret, partnerApiKey: Secret): Secret {
  return new Secret(Buffer.from(`${vendorApiKey.reveal()}:${partnerApiKey.reveal()}`, 'utf8').toString('base64'))
}
