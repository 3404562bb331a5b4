import type { PushRow } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { CauseWords } from './cause-words.tsx'

/** Why a push stands as it does: what its last failed call was answered, and what it waits for. */
export function PushCause({ push }: { push: Pick<PushRow, 'lastReason' | 'lastError' | 'heldBy'> }) {
  const { lastReason, lastError, heldBy } = push
  if (lastReason === null && heldBy === null) return words.lists.nothing
  return (
    <>
      {heldBy !== null && <span>{words.runs.waitsFor(words.heldBy[heldBy])}</span>}
      {lastReason !== null && <CauseWords cause={{ reason: lastReason, message: lastError ?? '' }} />}
    </>
  )
}
