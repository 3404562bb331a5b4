import { type AddressInfo, createServer, type Socket } from 'node:net'
import { connect, createSpareSlots } from '@bridge/db'
import { openGradient, type Pace } from '@bridge/gradient'
import {
  createTestDatabase,
  startThrowawayRedis,
  type TestDatabase,
  type ThrowawayServer,
  waitFor,
} from '@bridge/testkit'
import { Secret } from '@bridge/vault'
import { afterAll, beforeAll, expect, test } from 'vitest'

const RATE = 90

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Calls back when its test has ended. */
type OnEnd = (end: () => Promise<void>) => void

async function startRedis(onEnd: OnEnd): Promise<ThrowawayServer> {
  const redis = await startThrowawayRedis()
  onEnd(() => redis.close())
  return redis
}

/** The budget as one process of the fleet has it: connections of its own. */
function startProcess(fleet: string, redisUrl: string, modes: string[], onEnd: OnEnd): Pace {
  const { db, close } = connect({ url: database.url, applicationName: 'test', poolSize: 5 })
  const { pace, close: closeGradient } = openGradient({
    target: {
      baseUrl: 'http://127.0.0.1:1',
      vendorApiKey: new Secret('vendor-key'),
      requestsPerSecond: RATE,
      pace: 'fleet',
      timeoutMs: 1000,
    },
    redisUrl,
    prefix: fleet,
    spare: createSpareSlots(db),
    clock: { now: () => new Date(0) },
    onError: () => undefined,
    onMode: (mode) => modes.push(mode),
  })
  onEnd(async () => {
    closeGradient()
    await close()
  })
  return pace
}

/** Takes slots as fast as they come until told to stop, and notes when. */
function takeAll(pace: Pace, signal: AbortSignal, takenAtMs: number[]): Promise<unknown> {
  const caller = async () => {
    while (!signal.aborted) {
      await pace.take('bulk', signal)
      takenAtMs.push(performance.now())
    }
  }
  return Promise.allSettled(Array.from({ length: 10 }, caller))
}

/** The most in any window of one second. */
function mostInOneSecond(atMs: readonly number[]): number {
  return Math.max(...atMs.map((fromMs) => atMs.filter((at) => at >= fromMs && at < fromMs + 1000).length))
}

/** Waits until three processes have taken this many more slots together, and answers how many of them each took. */
async function goOnFor(taken: readonly (readonly number[])[], slots: number): Promise<number[]> {
  const before = taken.map((own) => own.length)
  const parts = () => taken.map((own, process) => own.length - (before[process] ?? 0))
  await waitFor(() => parts().reduce((sum, part) => sum + part, 0) >= slots)
  return parts()
}

// How much of the budget is used is shown in simulated time (packages/gradient/test/change-over.test.ts), which no busy machine shortens.

test.concurrent('Redis dies in the middle: the fleet goes on with the budget from Postgres, each with its part, returns, and never exceeds it', async ({
  onTestFinished,
}) => {
  const redis = await startRedis(onTestFinished)
  const stop = new AbortController()
  const modes: string[] = []
  const taken: number[][] = [[], [], []]
  const working = taken.map((own) => takeAll(startProcess('dies', redis.url, modes, onTestFinished), stop.signal, own))
  await waitFor(() => taken.flat().length > 2 * RATE)

  await redis.kill()
  await waitFor(() => modes.length === 3)
  await goOnFor(taken, 1)
  const parts = await goOnFor(taken, 4 * RATE)
  expect(modes).toEqual(['postgres', 'postgres', 'postgres'])
  for (const part of parts) expect(part).toBeGreaterThan((4 * RATE) / 3 / 2.5)

  await redis.restart()
  await waitFor(() => modes.length === 6)
  await goOnFor(taken, 1.5 * RATE)
  stop.abort()
  await Promise.all(working)
  expect(modes.slice(3)).toEqual(['redis', 'redis', 'redis'])
  expect(mostInOneSecond(taken.flat())).toBeLessThanOrEqual(RATE)
})

test.concurrent('one process alone finds a Redis that does not answer: the others follow it to Postgres, and nobody is over the budget', async ({
  onTestFinished,
}) => {
  const redis = await startRedis(onTestFinished)
  const sockets = new Set<Socket>()
  const silent = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const silentUrl = `redis://127.0.0.1:${(silent.address() as AddressInfo).port}`

  const stop = new AbortController()
  const modes: string[] = []
  const taken: number[][] = [[], [], []]
  const working = taken
    .slice(0, 2)
    .map((own) => takeAll(startProcess('alone', redis.url, modes, onTestFinished), stop.signal, own))
  await waitFor(() => taken.flat().length > 2 * RATE)
  const alone = taken[2] ?? []
  working.push(takeAll(startProcess('alone', silentUrl, modes, onTestFinished), stop.signal, alone))
  await waitFor(() => alone.length > 0)
  const parts = await goOnFor(taken, 4 * RATE)
  stop.abort()
  await Promise.all(working)
  expect(modes).toEqual(['postgres', 'postgres', 'postgres'])
  for (const part of parts) expect(part).toBeGreaterThan((4 * RATE) / 3 / 5)
  expect(mostInOneSecond(taken.flat())).toBeLessThanOrEqual(RATE)
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => silent.close(resolve))
})
