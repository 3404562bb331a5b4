import { once } from 'node:events'
import { createServer } from 'node:net'
import { createTestDatabase, waitFor } from '@bridge/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { openNpmStart, stopBy } from './npm-start.ts'

const npmStart = openNpmStart()
const { readyFile, untilReady } = npmStart
afterAll(() => npmStart.close())

describe('npm start', () => {
  it('makes nobody in a database that is not its own, and says how to', async () => {
    const database = await createTestDatabase()
    try {
      const args = ['--no-example', '--port-base', '0', '--ready-file', readyFile]
      const started = npmStart.start(args, { DATABASE_URL: database.url })
      await untilReady(started)
      await waitFor(() => started.output().includes('Press Ctrl-C'))
      expect(started.output()).toContain('npm run operator -- create --name NAME --role operator')
      expect(await database.db.selectFrom('operator').select('name').execute()).toEqual([])
      expect((await stopBy('SIGTERM', started)).code).toBe(0)
    } finally {
      await database.close()
    }
  })

  it('stops with code 78 and names the setting when one is bad', async () => {
    const started = npmStart.start(['--no-example', '--port-base', '0'], { BILLING_TIME_ZONE: 'Nowhere/At_All' })
    expect(await started.exited).toBe(78)
    expect(started.output()).toContain('BILLING_TIME_ZONE')
    expect(started.output()).toContain('Everything is stopped')
  })

  it('says which port is taken when it was told which to use', async () => {
    const { base, server } = await takeRedisPort()
    try {
      const started = npmStart.start(['--no-example', '--port-base', String(base)])
      expect(await started.exited).toBe(1)
      expect(started.output()).toContain(`Port ${base + 5} (redis) belongs to another program`)
    } finally {
      server.close()
    }
  })

  it('refuses a flag that it does not know, with the help and code 64', async () => {
    const started = npmStart.start(['--nonsense'])
    expect(await started.exited).toBe(64)
    expect(started.output()).toMatch(/Unknown option '--nonsense'[\s\S]*--port-base N/)
  })
})

/** A program of somebody else on the port that Redis gets with this base. Below the ports that the machine gives out itself, to servers and calls of other tests. */
async function takeRedisPort() {
  for (let base = 21_000; base < 32_000; base += 100) {
    const server = createServer().listen(base + 5, '127.0.0.1')
    if (await once(server, 'listening').catch(() => undefined)) return { base, server }
  }
  throw new Error('No port between 21,000 and 32,000 is free on 127.0.0.1.')
}
