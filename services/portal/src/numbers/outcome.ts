import type { Shape } from '../api/client.ts'

/** One company's line in a month. */
export type Row = Shape<'BillingRow'>
/** How a line stands, or how it ended. */
export type Outcome = Row['outcome']

/** All outcomes, in the order in which they are offered as filters. */
export const OUTCOMES = [
  'accepted',
  'unmapped',
  'failed',
  'refused',
  'sending',
  'waiting',
  'no_usage',
  'cancelled',
  'superseded',
] as const satisfies readonly Outcome[]

/** Whether a text is an outcome. */
export function isOutcome(text: string | null): text is Outcome {
  return OUTCOMES.some((outcome) => outcome === text)
}

/** How many lines have no outcome yet. */
export function leftToSend(outcomes: Readonly<Record<string, number>>): number {
  return (outcomes['waiting'] ?? 0) + (outcomes['sending'] ?? 0)
}

/** How many of the expected lines are not there. Anything but 0 is a defect of ours. */
export function missingOf({
  expected,
  outcomes,
}: {
  expected: number
  outcomes: Record<string, number> | null
}): number {
  if (!outcomes) return 0
  return expected - Object.values(outcomes).reduce((sum, count) => sum + count, 0)
}

/** What is to be said of when a line was sent. */
export type When =
  | { kind: 'sent' | 'older_sent' | 'tried'; at: string }
  /** Nothing was tried yet, or nothing is to be. */
  | { kind: 'never' }

/** `older_sent`: Gradient took a number of this line once, but not the one that stands in it now. */
export function whenOf(row: Pick<Row, 'outcome' | 'attempts' | 'sentAt' | 'settledAt'>): When {
  if (row.sentAt !== null) return { kind: row.outcome === 'accepted' ? 'sent' : 'older_sent', at: row.sentAt }
  if (row.attempts > 0 && row.settledAt !== null) return { kind: 'tried', at: row.settledAt }
  return { kind: 'never' }
}

/** Of the numbers of a month (companies for which there is none are not counted) how many Gradient has. */
export function numbersOf(outcomes: Readonly<Record<string, number>>): { held: number; all: number } {
  const of = (names: readonly Outcome[]) => names.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0)
  return { held: of(['accepted']), all: of(['accepted', 'unmapped', 'failed', 'refused', 'waiting', 'sending']) }
}
