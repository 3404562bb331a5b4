import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { LISTS_KEY, OVERVIEW_KEY, SESSION_KEY } from '../api/keys.ts'
import type { Overview } from '../api/shapes.ts'

const OPEN_AGAIN_MS = 3_000
/** While a run moves, lists of pushes are asked for again at most this often. */
const LISTS_EVERY_MS = 4_000

/**
 * Keeps the overview in step with the console's events. `isLost` from the moment the stream breaks until it is back: what is shown may be
 * old then.
 */
export function useLive(): { isLost: boolean } {
  const cache = useQueryClient()
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    let source: EventSource | undefined
    let again: ReturnType<typeof setTimeout> | undefined
    let lists: ReturnType<typeof setTimeout> | undefined
    const listsSoon = () => {
      lists ??= setTimeout(() => {
        lists = undefined
        void cache.invalidateQueries({ queryKey: LISTS_KEY })
      }, LISTS_EVERY_MS)
    }
    const open = () => {
      source = new EventSource('/api/events')
      source.addEventListener('open', () => setLost(false))
      source.addEventListener('error', () => {
        setLost(true)
        // An answer that is no stream ends it for good: the session may be over, or the console be away.
        if (source?.readyState !== EventSource.CLOSED) return
        void cache.invalidateQueries({ queryKey: SESSION_KEY })
        again = setTimeout(open, OPEN_AGAIN_MS)
      })
      source.addEventListener('overview', ({ data }: MessageEvent<string>) => {
        const before = cache.getQueryData<Overview>(OVERVIEW_KEY)
        const after = JSON.parse(data) as Overview
        cache.setQueryData(OVERVIEW_KEY, after)
        if (before && JSON.stringify(before.run?.outcomes) !== JSON.stringify(after.run?.outcomes)) listsSoon()
      })
    }
    open()
    return () => {
      source?.close()
      clearTimeout(again)
      clearTimeout(lists)
    }
  }, [cache])
  return { isLost }
}
