import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { CONNECTION_KEY, NUMBERS_KEY, RUN_KEY, SESSION_KEY, SYNC_KEY } from '../api/keys.ts'

const OPEN_AGAIN_MS = 3_000
/** While a run moves, lists of numbers are asked for again at most this often. */
const NUMBERS_EVERY_MS = 2_000
const KEYS = { connection: CONNECTION_KEY, sync: SYNC_KEY, run: RUN_KEY }

/**
 * Keeps the cache in step with the gateway's events for this partner. `lost` is true from the moment the stream breaks until it is
 * back: what is shown may be old then.
 */
export function useLive(partnerId: string): { lost: boolean } {
  const cache = useQueryClient()
  const [lost, setLost] = useState(false)
  useEffect(() => {
    let source: EventSource | undefined
    let again: ReturnType<typeof setTimeout> | undefined
    let numbers: ReturnType<typeof setTimeout> | undefined
    const askForNumbers = () => {
      numbers = undefined
      // What is on its way is let arrive: an answer that takes longer than this would be given up for the next one, and never come.
      if (cache.isFetching({ queryKey: NUMBERS_KEY }) > 0) numbersSoon()
      else void cache.invalidateQueries({ queryKey: NUMBERS_KEY })
    }
    const numbersSoon = () => {
      numbers ??= setTimeout(askForNumbers, NUMBERS_EVERY_MS)
    }
    const open = () => {
      source = new EventSource(`/v1/partners/${partnerId}/events`)
      source.addEventListener('open', () => setLost(false))
      source.addEventListener('error', () => {
        setLost(true)
        // An answer that is no stream ends it for good: the session may be over, or the gateway be away.
        if (source?.readyState !== EventSource.CLOSED) return
        void cache.invalidateQueries({ queryKey: SESSION_KEY })
        again = setTimeout(open, OPEN_AGAIN_MS)
      })
      for (const [event, key] of Object.entries(KEYS)) {
        source.addEventListener(event, ({ data }: MessageEvent<string>) => {
          const before = cache.getQueryData(key)
          cache.setQueryData(key, JSON.parse(data))
          if (before !== undefined) numbersSoon()
        })
      }
    }
    open()
    return () => {
      source?.close()
      clearTimeout(again)
      clearTimeout(numbers)
    }
  }, [cache, partnerId])
  return { lost }
}
