import { useEffect } from 'react'
import { vendorName } from '../page-facts.ts'
import { words } from '../words/words.ts'

/** Names the document, so that a screen reader and a row of tabs say where we are. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${words.layout.name(vendorName)}`
  }, [title])
}
