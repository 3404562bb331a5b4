import type { PushState } from '@bridge/domain'
import type { Breakdown } from './breakdown.ts'
import type { Summary } from './summary.ts'
import { words } from './words-en.ts'

/** A breakdown as it is written down; `attached` where the file with all lines goes with it, and the longest lists are cut. */
export interface Shown extends Breakdown {
  summary: Summary
  attached: { fileName: string; mostLines: number } | null
}

const ORDER: PushState[] = [
  'accepted',
  'unmapped',
  'no_usage',
  'refused',
  'failed',
  'waiting',
  'sending',
  'cancelled',
  'superseded',
]

/** What came of all, a sentence for each outcome that there is. */
export function sumSentences({ companies, counts, sentUsers }: Summary): string[] {
  if (companies === 0) return [words.noCompanies]
  return ORDER.filter((state) => counts[state] > 0).map((state) => words.sum[state](counts[state], sentUsers))
}

/** The first of `rows`, as many as are shown, and the words for those that are not. */
export function cut<Row>(rows: readonly Row[], { attached }: Shown): { lines: readonly Row[]; more: string | null } {
  const over = attached === null ? 0 : Math.max(0, rows.length - attached.mostLines)
  return {
    lines: rows.slice(0, rows.length - over),
    more: over === 0 ? null : words.more(over, attached?.fileName ?? null),
  }
}
