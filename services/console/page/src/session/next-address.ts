/**
 * Where somebody goes after the sign-in: where they wanted to go, if that is a place of this console, else the first page. What is no
 * page of this SPA (the queue dashboard) has to be loaded.
 */
export function nextAddressOf(search: string): { address: string; isLoaded: boolean } {
  const wanted = new URLSearchParams(search).get('next') ?? '/'
  const isOurs = /^\/(?![/\\])/.test(wanted) && !/[\p{Cc}\\]/u.test(wanted) && !/^\/sign-in\b/.test(wanted)
  const address = isOurs ? wanted : '/'
  return { address, isLoaded: /^\/(board|api)(\/|$|\?)/.test(address) }
}
