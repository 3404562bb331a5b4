import { request as httpRequest } from 'node:http'
import { findFreePort } from '@bridge/servers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonClient } from '../json-client.ts'
import { type LinksServer, serveLinks } from '../links-server.ts'

const PARTNERS = [
  { id: 'p~1', name: 'Harbour & "Pine" <b>LLC</b>' },
  { id: 'aoba-net', name: '青葉野ネットサポート株式会社' },
]

let links: LinksServer
let linksMade: string[]
let isGatewayAway: boolean

/** The gateway as the page of links sees it. */
const gateway: JsonClient = {
  call: async <Body>(method: string, path: string) => {
    if (isGatewayAway) throw new Error('fetch failed')
    if (method === 'GET' && path === '/v1/partners?limit=50')
      return { status: 200, body: { data: PARTNERS, nextCursor: null } as Body }
    const partner = PARTNERS.find(({ id }) => path === `/v1/partners/${encodeURIComponent(id)}/portal-sessions`)
    if (method !== 'POST' || partner === undefined) return { status: 404, body: undefined as Body }
    linksMade.push(partner.id)
    return { status: 201, body: { url: `http://127.0.0.1:1/portal/enter/${linksMade.length}` } as Body }
  },
}

beforeEach(async () => {
  linksMade = []
  isGatewayAway = false
  const places = [{ name: 'Inbox', url: 'http://127.0.0.1:2', what: 'the mails that partners were sent' }]
  links = await serveLinks({ gateway, places }, { port: await findFreePort() })
})
afterEach(() => links.close())

/** Asks as a program that may say anything of itself, which `fetch` may not. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; location: string | undefined; text: string; policy: string }>((settle, fail) => {
    const request = httpRequest(`${links.url}${path}`, { method, headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      response.on('end', () =>
        settle({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          text,
          policy: String(response.headers['content-security-policy']),
        }),
      )
    })
    request.once('error', fail)
    request.end()
  })
}

describe('the page of links', () => {
  it('lists the partners and the other places, with names as they are, and loads nothing', async () => {
    const { status, text, policy } = await ask('/')
    expect(status).toBe(200)
    expect(text).toContain('Harbour &#38; &#34;Pine&#34; &#60;b&#62;LLC&#60;/b&#62;')
    expect(text).toContain('href="/open/aoba-net" aria-label="Open the partner’s page: 青葉野ネットサポート株式会社"')
    expect(text).toContain('href="http://127.0.0.1:2"')
    expect(policy).toContain("default-src 'none'")
    expect(linksMade).toEqual([])
  })

  it('leads into a partner’s page by a link that is fresh each time', async () => {
    expect(await ask('/open/p~1')).toMatchObject({ status: 303, location: 'http://127.0.0.1:1/portal/enter/1' })
    expect(await ask('/open/p~1')).toMatchObject({ status: 303, location: 'http://127.0.0.1:1/portal/enter/2' })
    expect(links.openUrl('p~1')).toBe(`${links.url}/open/p~1`)
    expect(linksMade).toEqual(['p~1', 'p~1'])
  })

  it.each([
    ['another name for this machine', { host: 'evil.example' }],
    ['a name that only begins well', { host: '127.0.0.1.evil.example:4603' }],
    ['another site’s page', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s, and makes no link for it', async (_what, headers) => {
    for (const path of ['/', '/open/p~1']) {
      const { status, text } = await ask(path, headers)
      expect(status).toBe(403)
      expect(text).not.toContain('Pine')
    }
    expect(linksMade).toEqual([])
  })

  it('takes the names of loopback, and visitors who come from nowhere or from the page itself', async () => {
    for (const host of ['localhost:4603', '127.0.0.1', '[::1]:4603'])
      expect((await ask('/', { host })).status).toBe(200)
    for (const site of ['none', 'same-origin']) {
      expect((await ask('/open/p~1', { 'sec-fetch-site': site })).status).toBe(303)
    }
  })

  it('makes a link for a visit alone, and says in words what it does not have', async () => {
    expect((await ask('/', {}, 'HEAD')).status).toBe(200)
    for (const method of ['HEAD', 'POST']) expect((await ask('/open/p~1', {}, method)).status).toBe(405)
    expect(await ask('/open/nobody')).toMatchObject({ status: 404, text: expect.stringContaining('no partner nobody') })
    for (const path of ['/open/%E0%A4%A', '/open/', '/elsewhere']) expect((await ask(path)).status).toBe(404)
    expect(linksMade).toEqual([])
  })

  it('says so when the gateway does not answer', async () => {
    isGatewayAway = true
    for (const path of ['/', '/open/p~1']) {
      expect(await ask(path)).toMatchObject({ status: 502, text: expect.stringContaining('does not answer') })
    }
  })
})
