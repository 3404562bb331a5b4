/** An address that we may not talk to. The message never repeats the address: it may carry a password. */
export class TargetUrlError extends Error {
  override readonly name = 'TargetUrlError'
  readonly code = 'target_url'
}

/**
 * Reads the address of a server that is sent secrets: https, or http to this very machine.
 * @throws TargetUrlError
 */
export function checkTargetUrl(text: string): URL {
  const url = URL.parse(text.trim())
  if (url === null) throw new TargetUrlError('is not an address. Write it as https://host/path')
  if (url.username !== '' || url.password !== '') throw new TargetUrlError('must not carry a user name or password')
  if (url.search !== '' || url.hash !== '') throw new TargetUrlError('must not have a query or a fragment')
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return url
  throw new TargetUrlError('must be https, or http to this machine (localhost, 127.0.0.1, [::1])')
}

/** Whether a host name is this very machine's. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
