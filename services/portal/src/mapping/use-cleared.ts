import { useState } from 'react'
import type { Shape } from '../api/client.ts'
import { type Cleared, clearedBetween } from './cleared.ts'

type List = Shape<'UnmappedCompany'>[]

/** What went from the list last while one looked on. `part`: which part of the list it is; another one is not compared with it. */
export function useCleared(list: { total: number; data: List } | undefined, part: string): Cleared | null {
  const [seen, setSeen] = useState<{ list: typeof list; part: string; cleared: Cleared | null }>()
  if (list !== undefined && (seen?.list !== list || seen.part !== part)) {
    const before = seen?.part === part ? seen.list : undefined
    const cleared = before ? (clearedBetween(before, list) ?? seen?.cleared ?? null) : null
    setSeen({ list, part, cleared })
  }
  return seen?.cleared ?? null
}
