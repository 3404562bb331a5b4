import { spawn } from 'node:child_process'
import { findFreePort } from '@bridge/servers'
import { createTestDatabase, waitFor } from '@bridge/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { openNpmStart, stopBy } from './npm-start.ts'

const npmStart = openNpmStart()
const { readyFile, untilReady } = npmStart
afterAll(() => npmStart.close())

describe('npm start', { timeout: 120_000 }, () => {
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
    const taken = await findFreePort()
    const server = spawn(process.execPath, ['-e', `require('net').createServer().listen(${taken + 5}, '127.0.0.1')`])
    try {
      await waitFor(async () => {
        const answer = await fetch(`http://127.0.0.1:${taken + 5}`, { signal: AbortSignal.timeout(50) }).catch((e) => e)
        return answer.name === 'TimeoutError'
      })
      const started = npmStart.start(['--no-example', '--port-base', String(taken)])
      expect(await started.exited).toBe(1)
      expect(started.output()).toContain(`Port ${taken + 5} (redis) belongs to another program`)
    } finally {
      server.kill('SIGKILL')
    }
  })

  it('refuses a flag that it does not know, with the help and code 64', async () => {
    const started = npmStart.start(['--nonsense'])
    expect(await started.exited).toBe(64)
    expect(started.output()).toMatch(/Unknown option '--nonsense'[\s\S]*--port-base N/)
  })
})
