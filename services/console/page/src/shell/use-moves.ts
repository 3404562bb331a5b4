import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

/**
 * A move to another page begins at its top, as it would by a plain link, unless one goes back; and the focus, which has gone with what was
 * pressed, goes to the page's heading.
 */
export function useMoves(): void {
  const [path] = useLocation()
  const isBack = useRef(false)
  const before = useRef(path)
  useEffect(() => {
    const noteBack = () => {
      isBack.current = true
    }
    addEventListener('popstate', noteBack)
    return () => removeEventListener('popstate', noteBack)
  }, [])
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    if (!isBack.current) scrollTo(0, 0)
    isBack.current = false
    return focusHeadingSoon()
  }, [path])
}

/** Once it is there; not where somebody has the focus elsewhere meanwhile, as on a link of the header. */
function focusHeadingSoon(): () => void {
  const main = document.getElementById('main')
  const look = () => {
    // While the next page is being fetched the last one is still there, hidden.
    const heading = [...(main?.querySelectorAll('h1') ?? [])].find((one) => one.checkVisibility())
    if (!heading) return false
    if (document.activeElement === document.body) heading.focus({ preventScroll: true })
    return true
  }
  if (!main || look()) return () => undefined
  const watch = new MutationObserver(() => look() && watch.disconnect())
  watch.observe(main, { childList: true, subtree: true })
  return () => watch.disconnect()
}
