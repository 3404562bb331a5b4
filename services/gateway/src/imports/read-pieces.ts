import type { Hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ProblemError } from '../problem.ts'

const LONGEST_SILENCE_MS = 60_000

/**
 * Gives a body as text, as fast as it is asked for; bytes that are not UTF-8 become U+FFFD, which no checked text may hold. The hash
 * sees every byte. @throws ProblemError `request_timeout` where nothing comes for a minute; the stream's error where the caller hangs up
 */
export async function* readPieces(body: IncomingMessage, hash: Hash): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  const chunks = body.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const chunk = await inTime(chunks.next() as Promise<IteratorResult<Buffer, undefined>>)
      if (chunk.done) break
      hash.update(chunk.value)
      yield decoder.decode(chunk.value, { stream: true })
    }
    // A caller who hangs up makes the stream fail; this is for one that ends without having come to its end.
    if (!body.complete) throw new ProblemError('malformed_request', 'The body ended too early.')
    yield decoder.decode()
  } finally {
    // What is left when we stop early is read and thrown away, so that the connection is good for the next request.
    void chunks.return?.().then(() => body.resume())
  }
}

async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const timer = new AbortController()
  const late = sleep(LONGEST_SILENCE_MS, undefined, { signal: timer.signal, ref: false }).then(
    () => {
      throw new ProblemError('request_timeout', 'Nothing came for a minute. Nothing was kept; send it again.', {
        headers: { connection: 'close' },
      })
    },
    () => new Promise<never>(() => undefined),
  )
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort()
  }
}
