import { useState } from 'react'

/** Where one is in a list that is read page by page. */
export interface CursorPages {
  /** Of the page that is shown; undefined for the first. */
  cursor: string | undefined
  /** Counted from 0. */
  page: number
  next: (cursor: string) => void
  previous: () => void
}

/** Keeps the cursors of the pages that were left behind, for the way back. Another `list` (another search, another order) begins anew. */
export function useCursorPages(list: string): CursorPages {
  const [place, setPlace] = useState({ list, cursors: [] as string[] })
  const cursors = place.list === list ? place.cursors : []
  return {
    cursor: cursors.at(-1),
    page: cursors.length,
    next: (cursor) => setPlace({ list, cursors: [...cursors, cursor] }),
    previous: () => setPlace({ list, cursors: cursors.slice(0, -1) }),
  }
}
