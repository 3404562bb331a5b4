import { useCallback, useMemo } from 'react'
import { useLocation } from 'wouter'
import { useLocationProperty } from 'wouter/use-browser-location'

/** How an address is changed: `replace` leaves no step to go back to, as while somebody types. */
export type ChangeView<View> = (change: Partial<View>, options?: { replace?: boolean }) => void

/**
 * How a list is looked at, kept in the page's address, so that a reload, a bookmark, a colleague and Back find it again. `read` makes it out
 * of the address, and forgives everything; what is `null` or empty in it is not written.
 */
export function useView<View extends object>(
  read: (query: URLSearchParams) => View,
): { view: View; change: ChangeView<View>; query: string } {
  // As it stands: wouter's own hook decodes it once too often.
  const query = useLocationProperty(() => location.search)
  const [path, navigate] = useLocation()
  const view = useMemo(() => read(new URLSearchParams(query)), [query, read])
  const change = useCallback<ChangeView<View>>(
    (part, options) => navigate(`${path}${writeView({ ...view, ...part })}`, options),
    [navigate, path, view],
  )
  return { view, change, query }
}

/** Writes a view as an address's query, with the question mark; empty where there is nothing to say. */
export function writeView(view: object): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(view)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  return params.size === 0 ? '' : `?${params}`
}
