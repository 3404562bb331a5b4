/** The two halves of a GRADIENT-TOKEN. */
export interface Token {
  vendorKey: string
  partnerKey: string
}

/**
 * Reads `base64(vendorApiKey + ":" + partnerApiKey)`. The partner key may hold any character, also a colon, so the vendor's half is
 * told off by its own length where it is the right one. Undefined for anything that is no such token.
 */
export function readToken(header: string | string[] | undefined, vendorApiKey: string): Token | undefined {
  if (typeof header !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(header)) return undefined
  const text = Buffer.from(header, 'base64').toString('utf8')
  if (text.startsWith(`${vendorApiKey}:`)) {
    return { vendorKey: vendorApiKey, partnerKey: text.slice(vendorApiKey.length + 1) }
  }
  const colon = text.indexOf(':')
  return colon === -1 ? undefined : { vendorKey: text.slice(0, colon), partnerKey: text.slice(colon + 1) }
}
