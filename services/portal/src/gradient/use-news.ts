import { useCallback, useEffect, useRef, useState } from 'react'
import type { GradientState } from './gradient-state.ts'
import { isStillTrue, type NewsKind, newsBetween } from './news-kind.ts'

/**
 * What was done on this page, and `tell` for it. `seen` is how the page stands; where that changes without an answer having told, because it was lost or
 * somebody else did it, and what had the focus went with it, this tells.
 */
export function useNews(seen: GradientState | undefined) {
  const [news, setNews] = useState<{ kind: NewsKind; number: number } | null>(null)
  const tell = useCallback((kind: NewsKind) => setNews((before) => ({ kind, number: (before?.number ?? 0) + 1 })), [])
  const before = useRef(seen)
  useEffect(() => {
    const kind = before.current && seen ? newsBetween(before.current, seen) : null
    before.current = seen
    if (kind && document.activeElement === document.body) tell(kind)
  }, [seen, tell])
  const shown = news && seen && isStillTrue(news.kind, seen) ? news : null
  return { shown, tell, forget: () => setNews(null) }
}
