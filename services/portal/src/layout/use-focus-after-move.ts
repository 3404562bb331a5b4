import { type RefObject, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

/**
 * After a move to another page, keeps the keyboard's place: where the link that was followed went away with its page, the new one begins at its top
 * with the focus on `main`.
 */
export function useFocusAfterMove(main: RefObject<HTMLElement | null>): void {
  const [location] = useLocation()
  const before = useRef(location)
  useEffect(() => {
    if (before.current === location) return
    before.current = location
    if (document.activeElement !== document.body) return
    main.current?.focus()
    scrollTo(0, 0)
  }, [location, main])
}
