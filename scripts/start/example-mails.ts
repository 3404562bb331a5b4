import { setTimeout as delay } from 'node:timers/promises'
import type { JsonClient } from './json-client.ts'

const LOOK_EVERY_MS = 200
/** The sweep brings back within a minute what the queue has lost. */
const ALL_WITHIN_MS = 90_000

/**
 * Waits until the inbox has a mail to each of these addresses, with a line whenever more have come. Returns whether all came; after a minute and a half they
 * are waited for no more.
 */
export async function waitForMails(
  context: { inbox: JsonClient; say: (line: string) => void; signal: AbortSignal },
  addresses: string[],
): Promise<boolean> {
  const { inbox, say, signal } = context
  const startedMs = performance.now()
  for (let last = -1; ; ) {
    const { body } = await inbox.call<{ data: { to: string[] }[] }>('GET', '/mails', { expect: [200] })
    const reached = new Set(body.data.flatMap(({ to }) => to))
    const missing = addresses.filter((address) => !reached.has(address))
    const come = addresses.length - missing.length
    if (come !== last) say(`Mails in the inbox: to ${come} of ${addresses.length} partners`)
    if (missing.length === 0) return true
    if (performance.now() - startedMs > ALL_WITHIN_MS) {
      say(`Not as expected: no mail came to ${missing.join(', ')}. The reason is in the mail worker's log.`)
      return false
    }
    last = come
    await delay(LOOK_EVERY_MS, undefined, { signal })
  }
}
