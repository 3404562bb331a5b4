/** What one reader gets: text as it is pulled, never more of it waiting than the newest state of each event. */
export interface Feed {
  /** Puts an event's newest data in the place of what was not read yet. */
  offer(event: string, json: string): void
  /** A sign of life, so that nothing between us and the reader takes the line for dead. */
  beat(): void
  /** How often `beat` was called while something waited and nothing was pulled. */
  unreadBeats(): number
  /** Ends it: what waits is not sent any more. Twice is once. */
  end(): void
  /** The text, piece by piece, for as long as it lasts. To be read once. */
  pieces(): AsyncGenerator<string>
}

/** How soon a browser that was cut off comes back. */
const RETRY_MS = 2_000

/** Makes a feed in the form of server-sent events (HTML, "Server-sent events"). */
export function createFeed(): Feed {
  const waiting = new Map<string, string>()
  let beatIsDue = false
  let unread = 0
  let ended = false
  let wake = () => {}

  function takeWaiting(): string {
    const events = [...waiting].map(([event, json]) => `event: ${event}\ndata: ${json}\n\n`)
    const text = `${beatIsDue ? ':\n\n' : ''}${events.join('')}`
    waiting.clear()
    beatIsDue = false
    return text
  }

  return {
    offer(event, json) {
      waiting.set(event, json)
      wake()
    },
    beat() {
      if (beatIsDue || waiting.size > 0) unread += 1
      beatIsDue = true
      wake()
    },
    unreadBeats: () => unread,
    end() {
      ended = true
      wake()
    },
    async *pieces() {
      yield `retry: ${RETRY_MS}\n\n`
      while (!ended) {
        unread = 0
        const text = takeWaiting()
        if (text !== '') yield text
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
  }
}
