import { useEffect, useState } from 'react'

/** How long it is shown and, to be spoken again when it is said again, taken away. */
const TOLD_MS = 3_000

/** Something that is told for a moment, and about which company it is. */
export function useTold() {
  const [told, setTold] = useState<{ text: string; about: string | null } | null>(null)
  useEffect(() => {
    if (!told) return
    const end = setTimeout(() => setTold(null), TOLD_MS)
    return () => clearTimeout(end)
  }, [told])
  return { told, tell: (text: string, about: string | null) => setTold({ text, about }) }
}
