import type { Run } from '../api/shapes.ts'
import { StateBadge } from '../layout/state-badge.tsx'
import { openOf, troubleOf } from '../outcomes/outcome.ts'
import { words } from '../words/words.ts'

/** How a run stands, in a word. */
export function RunStateBadge({
  run,
}: {
  run: Pick<Run, 'missing' | 'missedAt' | 'plannedAt' | 'finishedAt' | 'outcomes'>
}) {
  const says = words.runs.stateOf
  if (run.missedAt !== null) return <StateBadge tone="bad">{says.missed}</StateBadge>
  if (run.missing !== 0) return <StateBadge tone="bad">{says.missing}</StateBadge>
  if (run.plannedAt === null) return <StateBadge tone="waiting">{says.planning}</StateBadge>
  if (run.finishedAt === null) return <StateBadge tone="waiting">{says.running}</StateBadge>
  if (troubleOf(run.outcomes) > 0) return <StateBadge tone="bad">{says.trouble}</StateBadge>
  if (openOf(run.outcomes) > 0) return <StateBadge tone="waiting">{says.held}</StateBadge>
  return <StateBadge tone="good">{says.complete}</StateBadge>
}
