import type { Outcome, Outcomes } from '../api/shapes.ts'

/** All outcomes, in the order in which they are told: the good, what a partner has to do, the trouble, what is under way, the rest. */
export const OUTCOMES = [
  'accepted',
  'unmapped',
  'no_usage',
  'failed',
  'refused',
  'sending',
  'waiting',
  'cancelled',
  'superseded',
] as const satisfies readonly Outcome[]

/** What several outcomes mean together, at a glance. */
export type OutcomeGroup = 'accepted' | 'unmapped' | 'trouble' | 'open' | 'quiet'

export const GROUP_OF: Readonly<Record<Outcome, OutcomeGroup>> = {
  accepted: 'accepted',
  unmapped: 'unmapped',
  no_usage: 'quiet',
  failed: 'trouble',
  refused: 'trouble',
  sending: 'open',
  waiting: 'open',
  cancelled: 'quiet',
  superseded: 'quiet',
}

/** Whether a text is an outcome. */
export function isOutcome(text: string | null): text is Outcome {
  return OUTCOMES.some((outcome) => outcome === text)
}

/** How many pushes there are of these outcomes. */
export function countOf(outcomes: Partial<Outcomes>, names: readonly Outcome[] = OUTCOMES): number {
  return names.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0)
}

/** How many are still on their way. */
export function openOf(outcomes: Partial<Outcomes>): number {
  return countOf(outcomes, ['waiting', 'sending'])
}

/** How many are an operator's business. */
export function troubleOf(outcomes: Partial<Outcomes>): number {
  return countOf(outcomes, ['failed', 'refused'])
}

/** How many there are of each group. */
export function groupsOf(outcomes: Partial<Outcomes>): Record<OutcomeGroup, number> {
  const groups: Record<OutcomeGroup, number> = { accepted: 0, unmapped: 0, trouble: 0, open: 0, quiet: 0 }
  for (const outcome of OUTCOMES) groups[GROUP_OF[outcome]] += outcomes[outcome] ?? 0
  return groups
}
