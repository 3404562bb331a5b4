import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { JsonClient } from './json-client.ts'
import { drawLinksPage, drawRefusal, LINKS_POLICY, type LinkedPartner, type Links } from './links-page.ts'

/** The page of links, being served. */
export interface LinksServer {
  readonly url: string
  /** The address that leads into a partner's page, by way of a fresh link at each call. */
  openUrl(partnerId: string): string
  close(): Promise<void>
}

/** Most partners that are listed. */
const PARTNERS_SHOWN = 50
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/
const HEADERS = {
  'content-security-policy': LINKS_POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

/**
 * Serves the page of links on loopback: `/` lists the gateway's partners, `/open/{partnerId}` asks the gateway for a link and sends the browser to it. Whoever
 * reaches this page gets into every partner's page, so it is for people at this machine alone: other pages that their browser has open are refused.
 */
export async function serveLinks(
  deps: { gateway: JsonClient; places: Links['places'] },
  input: { port: number },
): Promise<LinksServer> {
  const server = createServer((request, response) => void answer(deps, request, response))
  server.listen(input.port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${input.port}`
  return {
    url,
    openUrl: (partnerId) => `${url}/open/${encodeURIComponent(partnerId)}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The gateway's partners, the first of them by id, and whether there are more. */
export async function listLinkedPartners(gateway: JsonClient): Promise<Pick<Links, 'partners' | 'isCutShort'>> {
  const { body } = await gateway.call<{ data: LinkedPartner[]; nextCursor: string | null }>(
    'GET',
    `/v1/partners?limit=${PARTNERS_SHOWN}`,
    { expect: [200] },
  )
  return { partners: body.data, isCutShort: body.nextCursor !== null }
}

async function answer(
  deps: { gateway: JsonClient; places: Links['places'] },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, text: string, headers = {}) => {
    response.writeHead(status, { ...HEADERS, 'content-type': 'text/html; charset=utf-8', ...headers })
    response.end(request.method === 'HEAD' ? undefined : text)
  }
  const refuse = (status: number, title: string, words: string, headers = {}) =>
    send(status, drawRefusal(title, words), headers)
  const path = request.url?.split('?')[0] ?? '/'
  const partnerId = decode(/^\/open\/([^/]+)$/.exec(path)?.[1])
  try {
    // A name that somebody else made to mean this machine, or a page of another site: both could read or use what is here.
    if (!LOOPBACK.test(request.headers.host ?? ''))
      return refuse(403, 'Not by this name', 'This page is served to 127.0.0.1 and localhost alone.')
    if (request.headers['sec-fetch-site'] === 'cross-site')
      return refuse(403, 'Not from another site', 'Type the address of this page into the browser instead.')
    if (partnerId === undefined && path !== '/') return refuse(404, 'Nothing here', 'There is no page at this address.')
    // A link that was made is good for one use: only a visit makes one.
    const allowed = partnerId === undefined ? ['GET', 'HEAD'] : ['GET']
    if (!allowed.includes(request.method ?? ''))
      return refuse(405, 'Not that way', 'This page can be looked at, no more.', { allow: allowed.join(', ') })
    if (partnerId === undefined)
      return send(200, drawLinksPage({ ...(await listLinkedPartners(deps.gateway)), places: deps.places }))
    const link = await makeLink(deps.gateway, partnerId)
    if (link === undefined) return refuse(404, 'No such partner', `The gateway knows no partner ${partnerId}.`)
    return send(303, '', { location: link })
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    refuse(
      502,
      'The gateway does not answer',
      `It is started again when it ended: try once more in a moment. (${words})`,
    )
  }
}

async function makeLink(gateway: JsonClient, partnerId: string): Promise<string | undefined> {
  const path = `/v1/partners/${encodeURIComponent(partnerId)}/portal-sessions`
  const { status, body } = await gateway.call<{ url: string }>('POST', path, { expect: [201, 400, 404], json: {} })
  return status === 201 ? body.url : undefined
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return undefined
  }
}
