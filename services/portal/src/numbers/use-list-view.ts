import { useCallback, useMemo } from 'react'
import { useLocation } from 'wouter'
import { useLocationProperty } from 'wouter/use-browser-location'
import { type ListView, readListView, writeListView } from './list-view.ts'

/** How an address is changed: `replace` leaves no step to go back to, as while somebody types. */
export type ChangeView = (change: Partial<ListView>, options?: { replace?: boolean }) => void

/** How the list is looked at, kept in the page's address, so that a reload, a bookmark and Back find it again. */
export function useListView(): { view: ListView; change: ChangeView; hrefOf: (change: Partial<ListView>) => string } {
  // As it stands: wouter's own hook decodes it once too often.
  const query = useLocationProperty(() => location.search)
  const [path, navigate] = useLocation()
  const view = useMemo(() => readListView(new URLSearchParams(query)), [query])
  const hrefOf = useCallback((part: Partial<ListView>) => `${path}${writeListView({ ...view, ...part })}`, [path, view])
  const change = useCallback<ChangeView>((part, options) => navigate(hrefOf(part), options), [navigate, hrefOf])
  return { view, change, hrefOf }
}
