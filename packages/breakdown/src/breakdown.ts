import type { Period, PushState } from '@bridge/domain'
import { breakdownCsv } from './breakdown-csv.ts'
import { breakdownHtml } from './breakdown-html.ts'
import { breakdownText } from './breakdown-text.ts'
import { summarize } from './summary.ts'
import { words } from './words-en.ts'

/** One company's line. */
export interface BreakdownRow {
  companyId: string
  companyName: string
  period: string
  unitCount: number | null
  outcome: PushState
  waitingReason: 'needs_key' | 'sending_paused' | null
  /** When Gradient last took a number of this line. */
  sentAt: Date | null
  /** The number that Gradient had before the present one. */
  corrected: { from: number; at: Date } | null
}

/** What a partner is told of a period: as it stands at `asOf`. */
export interface Breakdown {
  vendorName: string
  partnerName: string
  period: Period
  /** IANA; every time is shown in it, by name. */
  timeZone: string
  asOf: Date
  /** The partner's page. */
  pageUrl: string
  /** In the order in which they are shown. */
  rows: BreakdownRow[]
}

/** A mail's words, and the file that goes with it. */
export interface WrittenBreakdown {
  subject: string
  html: string
  text: string
  csv: string
  fileName: string
}

/** So many lines stand in the mail itself; the file has all. */
const MOST_LINES = 500

/** Writes the breakdown mail. */
export function writeBreakdown(breakdown: Breakdown): WrittenBreakdown {
  const summary = summarize(breakdown.rows)
  const fileName = `billable-users-${breakdown.period}.csv`
  const shown = { ...breakdown, summary, attached: { fileName, mostLines: MOST_LINES } }
  return {
    subject: words.subject({ ...breakdown, ...summary }),
    html: breakdownHtml(shown),
    text: breakdownText(shown),
    csv: breakdownCsv(breakdown.rows),
    fileName,
  }
}

/** Writes the same as a page that stands by itself, with all lines. */
export function writeBreakdownPage(breakdown: Breakdown): string {
  return breakdownHtml({ ...breakdown, summary: summarize(breakdown.rows), attached: null })
}
