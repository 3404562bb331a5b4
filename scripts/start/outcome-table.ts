/** How a company of the example can end: the outcomes of a push, and the two ways not to have one. */
export const OUTCOMES = [
  'accepted',
  'unmapped',
  'no_usage',
  'refused',
  'failed',
  'cancelled',
  'superseded',
  'waiting',
  'sending',
  'archived',
  'not_connected',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How many companies of one partner ended how. */
export type Counts = Partial<Record<Outcome, number>>

/** One partner's line. */
export interface PartnerOutcomes {
  partner: string
  counts: Counts
}

/** Outcomes that a reader looks for even when nobody has them. */
const ALWAYS_SHOWN: Outcome[] = ['accepted', 'unmapped', 'no_usage', 'refused', 'failed']

/** Draws the table: a line per partner, a column per outcome, and sums both ways. */
export function drawOutcomeTable(lines: PartnerOutcomes[]): string {
  const shown = OUTCOMES.filter((outcome) => ALWAYS_SHOWN.includes(outcome) || sumOf(lines, outcome) > 0)
  const cells = [
    ['partner', ...shown.map((outcome) => outcome.replace('_', ' ')), 'companies'],
    ...lines.map(({ partner, counts }) => [
      partner,
      ...shown.map((outcome) => String(counts[outcome] ?? 0)),
      String(total(counts)),
    ]),
    [
      'all',
      ...shown.map((outcome) => String(sumOf(lines, outcome))),
      String(lines.reduce((sum, { counts }) => sum + total(counts), 0)),
    ],
  ]
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))))
  const drawn = cells.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column === 0)).join('  '))
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))
  return [drawn[0], rule, ...drawn.slice(1, -1), rule, drawn.at(-1)].join('\n')
}

/** All companies of one partner. */
function total(counts: Counts): number {
  return OUTCOMES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0)
}

/** Where what happened differs from what was expected, in words; empty when nothing does. */
export function differences(partner: string, expected: Counts, found: Counts): string[] {
  return OUTCOMES.filter((outcome) => (expected[outcome] ?? 0) !== (found[outcome] ?? 0)).map(
    (outcome) =>
      `${partner}: ${found[outcome] ?? 0} ${outcome.replace('_', ' ')}, expected were ${expected[outcome] ?? 0}`,
  )
}

function sumOf(lines: PartnerOutcomes[], outcome: Outcome): number {
  return lines.reduce((sum, { counts }) => sum + (counts[outcome] ?? 0), 0)
}

function pad(text: string, width: number, left: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return left ? text + space : space + text
}

/** Columns on a terminal, where East Asian wide characters take two. */
function widthOf(text: string): number {
  const plain = text.normalize('NFC').replace(/\p{M}/gu, '')
  return [...plain].reduce(
    (sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1),
    0,
  )
}
