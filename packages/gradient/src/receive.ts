import type { PlainResponse, Request } from 'got'
import { TOO_LARGE } from './send.ts'

class TooLargeError extends Error {
  override readonly name = 'TooLargeError'
  readonly code = TOO_LARGE
}

/** An answer, complete. */
interface Received {
  readonly response: PlainResponse
  readonly text: string
}

/**
 * Waits for the whole answer of a request that got makes as a stream, which costs less than its promises do (docs/performance.md) and can be cut off as the answer grows.
 * @throws what got says of the request; TooLargeError where the body grew beyond `maxBytes` (counted as unpacked), whose request is given up then.
 */
export function receive(request: Request, maxBytes: number): Promise<Received> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('error', reject)
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) request.destroy(new TooLargeError(`More than ${maxBytes} bytes`))
      else chunks.push(chunk)
    })
    request.once('end', () => {
      // Lets go of the caller's signal and the timers. The connection is the agent's again by now.
      request.destroy()
      const { response } = request
      if (response === undefined) reject(new Error('An end without an answer'))
      else resolve({ response, text: bytes === 0 ? '' : new TextDecoder().decode(Buffer.concat(chunks)) })
    })
  })
}
