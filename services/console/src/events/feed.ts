/** What one reader gets of server-sent events: text as it is pulled, of what waits never more than the newest state. */
export interface Feed {
  /** Puts the newest data in the place of what was not read yet. */
  offer(json: string): void
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

/** Makes a feed of one event (HTML, "Server-sent events"). */
export function createFeed(event: string): Feed {
  let waiting: string | undefined
  let beatIsDue = false
  let unread = 0
  let ended = false
  let wake = () => {}
  return {
    offer(json) {
      waiting = json
      wake()
    },
    beat() {
      if (beatIsDue || waiting !== undefined) unread += 1
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
        const text = `${beatIsDue ? ':\n\n' : ''}${waiting === undefined ? '' : `event: ${event}\ndata: ${waiting}\n\n`}`
        beatIsDue = false
        waiting = undefined
        if (text !== '') yield text
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
  }
}
