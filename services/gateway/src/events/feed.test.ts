import { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createFeed } from './feed.ts'

/** Reads a feed one piece at a time. */
function reader() {
  const feed = createFeed()
  const pieces = feed.pieces()
  return { feed, next: async () => (await pieces.next()).value as string | undefined }
}

test('whoever reads slowly gets the newest state of each event alone', async () => {
  const { feed, next } = reader()
  expect(await next()).toBe('retry: 2000\n\n')
  for (let at = 0; at < 10_000; at += 1) feed.offer('run', `{"at":${at}}`)
  feed.offer('sync', 'null')
  expect(await next()).toBe('event: run\ndata: {"at":9999}\n\nevent: sync\ndata: null\n\n')
})

test('a line that takes nothing holds two pieces at the most, however much changes', async () => {
  const feed = createFeed()
  const written: number[] = []
  const deaf = new Writable({ highWaterMark: 1, write: (chunk: Buffer) => void written.push(chunk.length) })
  const readable = Readable.from(feed.pieces(), { objectMode: false, highWaterMark: 1 })
  readable.pipe(deaf)
  for (let at = 0; at < 2_000; at += 1) {
    feed.offer('run', `"${'x'.repeat(10_000)}${at}"`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(written).toHaveLength(1)
  expect(readable.readableLength + deaf.writableLength).toBeLessThan(30_000)
  readable.destroy()
  feed.end()
})

test('whoever waits gets each change as it comes', async () => {
  const { feed, next } = reader()
  await next()
  const first = next()
  feed.offer('run', '1')
  expect(await first).toBe('event: run\ndata: 1\n\n')
  const second = next()
  feed.offer('run', '2')
  expect(await second).toBe('event: run\ndata: 2\n\n')
})

test('a beat is a comment', async () => {
  const { feed, next } = reader()
  await next()
  const piece = next()
  feed.beat()
  expect(await piece).toBe(':\n\n')
})

test('beats that nobody takes are counted, until somebody reads again', async () => {
  const { feed, next } = reader()
  await next()
  for (let beat = 0; beat < 5; beat += 1) feed.beat()
  expect(feed.unreadBeats()).toBe(4)
  await next()
  expect(feed.unreadBeats()).toBe(0)
})

test('what waits when it ends is not sent', async () => {
  const { feed, next } = reader()
  await next()
  const piece = next()
  feed.end()
  expect(await piece).toBeUndefined()
  feed.offer('run', '1')
  expect(await next()).toBeUndefined()
})
