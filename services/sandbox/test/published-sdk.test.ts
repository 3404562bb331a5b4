import { request } from 'node:http'
import { expect, test } from 'vitest'
import { account, bootSandbox, SERVICE, tokenOf } from './boot-sandbox.ts'

/** As a client that is not fetch: the header spelled as given, a body as it is written, a length of 0 where there is none. */
function send(url: string, method: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const sent = request(url, { method, headers }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode, text })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

test.for(['Gradient-Token', 'GRADIENT-TOKEN', 'gradient-token'])('the header may be spelled %s', async (name) => {
  // gradient-api.md, "Address and credentials": "Header name is matched without regard to case (one SDK sends Gradient-Token)".
  const sandbox = await bootSandbox()
  const { partnerKey } = await sandbox.partner()
  const url = `${sandbox.url}/api/vendor-api/organization`
  expect((await send(url, 'GET', { [name]: tokenOf(partnerKey) })).status).toBe(200)
})

test.for([
  ['no body at all', {}],
  ['an empty body called JSON', { 'Content-Type': 'application/json', 'Content-Length': '0' }],
  ['an empty body called a form', { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '0' }],
] as const)('the status is set by a PATCH with %s', async ([, headers]) => {
  // gradient-api.md, "Endpoints": PATCH status, body absent or {}.
  const sandbox = await bootSandbox()
  const { partnerKey } = await sandbox.partner()
  const url = `${sandbox.url}/api/vendor-api/organization/status/pending`
  expect((await send(url, 'PATCH', { 'Gradient-Token': tokenOf(partnerKey), ...headers })).status).toBe(200)
})

test('accounts sent one by one, each in an array of one', async () => {
  const { gradient } = await (await bootSandbox()).partner()
  for (const id of ['c1', 'c2', 'c3'])
    expect((await gradient('POST', '/organization/accounts', [account(id)])).status).toBe(201)
  expect((await gradient('GET', '/organization/accounts')).body).toHaveLength(3)
})

test('counts written as 5.0 are the number 5, for the service whose _id was read from the skus', async () => {
  const sandbox = await bootSandbox()
  const { gradient, unitsOf } = await sandbox.partnerWithAccounts()
  const { data } = (await gradient('GET', '')).body
  const serviceId = data.skus.find(({ name }: { name: string }) => name === SERVICE.name)._id
  expect(
    (await gradient('POST', `/service/${serviceId}/count?no_build=false`, '{"accountId":"c1","unitCount":5.0}')).status,
  ).toBe(201)
  expect(await unitsOf('c1')).toBe(5)
})

test('a second run that is identical to the first changes nothing', async () => {
  // gradient-api.md, "What a count means": "a repeat of the same number is harmless".
  const sandbox = await bootSandbox({ clock: { now: () => new Date('2026-11-01T05:00:00Z') } })
  const { gradient, count, play, view } = await sandbox.partnerWithAccounts()
  await play('map', { accountIds: 'all' })
  const run = async () => {
    await gradient('POST', '/organization/accounts', [account('c1'), account('c2')])
    await count('c1', 5)
    await count('c2', 8, '')
  }
  await run()
  const first = await view()
  await run()
  expect(await view()).toEqual({ ...first, view: { ...first.view, rebuiltTimes: 2 } })
})
