import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test('the process says where it listens, answers there, and stops on SIGTERM with a call still waiting', async () => {
  const child = start({ PORT: '0' })
  const exited = once(child, 'exit')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { address, baseUrl } = JSON.parse(line)
  expect(baseUrl).toBe(`${address}/api`)
  expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' })

  const json = { 'content-type': 'application/json' }
  const made = await fetch(`${address}/control/partners`, { method: 'POST', headers: json, body: '{"name":"A"}' })
  const { partnerKey } = (await made.json()) as { partnerKey: string }
  const hang = '{"errors":[{"kind":"timeout_before"}]}'
  await fetch(`${address}/control/faults`, { method: 'PUT', headers: json, body: hang })
  const token = Buffer.from(`sandbox-vendor-key:${partnerKey}`).toString('base64')
  const waiting = fetch(`${baseUrl}/vendor-api/organization`, { headers: { 'GRADIENT-TOKEN': token } }).catch(
    () => 'broken',
  )
  await expect.poll(async () => (await (await fetch(`${address}/control/calls`)).json()) as unknown[]).toHaveLength(1)
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(await waiting).toBe('broken')
})

test('it refuses to be reached from other machines: the setting is named, exit code 78', async () => {
  const child = start({ HOST: '0.0.0.0' })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  expect(await once(child, 'close')).toEqual([78, null])
  expect(errors).toMatch(/^Setting HOST: must be a loopback address/)
})
