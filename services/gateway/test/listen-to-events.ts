import { waitFor } from '@bridge/testkit'

/** An open event stream, as a test hears it. */
export interface HeardEvents {
  status: number
  headers: Headers
  /** The data of every event so far, in order. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into data of any shape
  of(event: string): any[]
  /** Waits until the newest data of an event is as `wanted` says. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into data of any shape
  until(event: string, wanted: (data: any) => boolean): Promise<any>
  /** Comment lines so far. */
  beats(): number
  /** Resolves when the other side ends it. */
  ended: Promise<void>
  stop(): void
}

/** Opens one and hears all of it. */
export async function listenToEvents(url: string, headers: Record<string, string>): Promise<HeardEvents> {
  const hangUp = new AbortController()
  const response = await fetch(url, { headers, signal: hangUp.signal })
  const heard: { event: string; data: unknown }[] = []
  let beats = 0
  const take = (block: string) => {
    const lines = block.split('\n')
    beats += lines.filter((line) => line.startsWith(':')).length
    const event = lines.find((line) => line.startsWith('event: '))?.slice(7)
    const data = lines.find((line) => line.startsWith('data: '))?.slice(6)
    if (event !== undefined && data !== undefined) heard.push({ event, data: JSON.parse(data) })
  }
  const hear = async () => {
    let rest = ''
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = `${rest}${text}`.split('\n\n')
      rest = blocks.pop() ?? ''
      blocks.forEach(take)
    }
  }
  const of = (event: string) => heard.filter((one) => one.event === event).map(({ data }) => data)
  return {
    status: response.status,
    headers: response.headers,
    of,
    until: (event, wanted) =>
      waitFor(() => of(event).length > 0 && wanted(of(event).at(-1)) && { data: of(event).at(-1) }, {
        what: `an event ${event}; heard: ${JSON.stringify(of(event))}`,
      }).then(({ data }) => data),
    beats: () => beats,
    ended: hear().catch((error: unknown) => {
      if (!hangUp.signal.aborted) throw error
    }),
    stop: () => hangUp.abort(),
  }
}
