import { once } from 'node:events'
import { startThrowawayRedis, type ThrowawayServer, waitFor } from '@bridge/testkit'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { mostInOneSecond } from './most-in-one-second.ts'
import { openPaces, type Paces, RATE, takeAll } from './paces.ts'
import { startSlowLine } from './slow-line.ts'

// They mostly wait for the pace to notice, so they run beside each other, each with a Redis of its own.

async function open(
  onTestFinished: (end: () => Promise<void>) => void,
): Promise<{ server: ThrowawayServer; paces: Paces }> {
  const server = await startThrowawayRedis()
  const paces = openPaces(server.url)
  onTestFinished(async () => {
    paces.close()
    await server.close()
  })
  return { server, paces }
}

test.concurrent('Redis dies and comes back: the fleet goes on in the other place with the whole budget, then returns; never over the limit', async ({
  onTestFinished,
}) => {
  const { server, paces } = await open(onTestFinished)
  const stop = new AbortController()
  const modes: string[] = []
  const onMode = (mode: string) => modes.push(mode)
  const fleet = [0, 1, 2].map(() => paces.start({ key: 'dies', requestsPerSecond: RATE, onMode }))
  const taken: number[] = []
  const working = fleet.map((pace) => takeAll(pace, 5, stop.signal, taken))
  await waitFor(() => taken.length >= 100)

  await server.kill()
  await waitFor(() => modes.length === 3)
  const changed = taken.length
  await waitFor(() => taken.length >= changed + 300)
  expect(modes).toEqual(['postgres', 'postgres', 'postgres'])

  await server.restart()
  await waitFor(() => modes.length === 6)
  const back = taken.length
  await waitFor(() => taken.length >= back + 150)
  stop.abort()
  await Promise.all(working)
  expect(modes.slice(3)).toEqual(['redis', 'redis', 'redis'])
  expect(mostInOneSecond(taken)).toBeLessThanOrEqual(RATE)
})

test.concurrent('a Redis at the end of a slow line: the limit holds, and nobody is stuck', async ({
  onTestFinished,
}) => {
  const { server, paces } = await open(onTestFinished)
  const line = await startSlowLine({ targetPort: Number(new URL(server.url).port), replyDelayMs: 40 })
  const stop = new AbortController()
  const near = paces.start({ key: 'far', requestsPerSecond: RATE })
  const farUrl = new URL(server.url)
  farUrl.port = String(line.port)
  const [nearTaken, farTaken]: [number[], number[]] = [[], []]
  // Where the machine itself stands still for long enough, the far one rightly leaves a Redis that does not answer; what it takes before it is back does not count.
  let isAway = false
  let takenWhenBack = 0
  const onMode = (mode: string) => {
    isAway = mode !== 'redis'
    takenWhenBack = farTaken.length
  }
  const far = paces.start({ key: 'far', requestsPerSecond: RATE, onMode }, farUrl.href)
  const working = [takeAll(near, 3, stop.signal, nearTaken), takeAll(far, 3, stop.signal, farTaken)]
  await waitFor(() => !isAway && farTaken.length >= takenWhenBack + 10 && nearTaken.length >= 100)
  stop.abort()
  await Promise.all(working)
  await line.close()
  expect(mostInOneSecond([...nearTaken, ...farTaken])).toBeLessThanOrEqual(RATE)
})

test.concurrent('a Redis that answers too slowly for a second counts as none', async ({ onTestFinished }) => {
  const { server, paces } = await open(onTestFinished)
  const stop = new AbortController()
  const modes: string[] = []
  const onMode = (mode: string) => modes.push(mode)
  const pace = paces.start({ key: 'paused', requestsPerSecond: RATE, onMode })
  const taken: number[] = []
  const working = takeAll(pace, 5, stop.signal, taken)
  await waitFor(() => taken.length >= 20)
  const admin = new Redis(server.url)
  onTestFinished(() => admin.disconnect())
  if (admin.status !== 'ready') await once(admin, 'ready')
  await admin.call('CLIENT', 'PAUSE', '3000', 'ALL')
  await waitFor(() => modes.at(-1) === 'postgres')
  await waitFor(() => modes.at(-1) === 'redis')
  stop.abort()
  await working
  expect(mostInOneSecond(taken)).toBeLessThanOrEqual(RATE)
})
