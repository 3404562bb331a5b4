import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { buildSandbox, type SandboxOptions } from '../src/app.ts'

export const VENDOR_KEY = 'test-vendor-key'

export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every shape
  body: any
}

/** Asks over real HTTP; a body is sent as JSON. Rejects when the connection breaks. */
export type Ask = (method: string, path: string, body?: unknown, signal?: AbortSignal) => Promise<Answer>

/** A sandbox on a free port, closed when the test is over. */
export async function bootSandbox(options: Partial<SandboxOptions> = {}) {
  const app = await buildSandbox({ vendorApiKey: VENDOR_KEY, requestsPerSecond: 10_000, ...options })
  onTestFinished(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const control: Ask = (method, path, body) => ask(`${url}/control${path}`, method, {}, body)
  const withToken = (token: string): Ask => {
    return (method, path, body, signal) =>
      ask(`${url}/api/vendor-api${path}`, method, { 'GRADIENT-TOKEN': token }, body, signal)
  }
  const withKey = (partnerKey: string, vendorKey = VENDOR_KEY) => withToken(tokenOf(partnerKey, vendorKey))

  async function partner(body: object = { name: 'Northwind IT' }) {
    const made = await control('POST', '/partners', body)
    const partnerKey: string = made.body.partnerKey
    const gradient = withKey(partnerKey)
    return {
      partnerKey,
      organizationId: made.body.organizationId as string,
      gradient,
      view: async () => (await control('GET', `/partners/${partnerKey}`)).body,
      play: (verb: string, input?: unknown) => control('POST', `/partners/${partnerKey}/${verb}`, input),
    }
  }

  /** A partner with one service and two accounts, `c1` mapped and `c2` not. */
  async function partnerWithAccounts() {
    const made = await partner()
    const service = await made.gradient('POST', '/service', SERVICE)
    const serviceId: string = service.body.skus.at(-1)._id
    await made.gradient('POST', '/organization/accounts', [account('c1'), account('c2')])
    await made.play('map', { accountIds: ['c1'] })
    const count = (accountId: string, unitCount: unknown, query = '?no_build=true', signal?: AbortSignal) =>
      made.gradient('POST', `/service/${serviceId}/count${query}`, { accountId, unitCount }, signal)
    const unitsOf = async (id: string) =>
      (await made.view()).accounts.find((each: { id: string }) => each.id === id).unitCount
    return { ...made, serviceId, count, unitsOf }
  }

  const faults = (switches: object) => control('PUT', '/faults', switches)
  return { app, url, control, faults, withKey, withToken, partner, partnerWithAccounts }
}

export const SERVICE = {
  name: 'Security awareness training',
  description: 'Billable users',
  category: 'security',
  subcategory: 'privacy and security awareness training',
}

export function account(id: string, name = `Company ${id}`) {
  return { id, name }
}

export function tokenOf(partnerKey: string, vendorKey = VENDOR_KEY): string {
  return Buffer.from(`${vendorKey}:${partnerKey}`, 'utf8').toString('base64')
}

async function ask(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...json },
    ...sent,
    signal: signal ?? null,
    redirect: 'manual',
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text ? JSON.parse(text) : undefined,
  }
}
