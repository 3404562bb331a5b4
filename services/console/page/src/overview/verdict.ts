import type { CurrentRun, Pause } from '../api/shapes.ts'
import type { Tone } from '../layout/state-badge.tsx'
import { countOf, openOf, troubleOf } from '../outcomes/outcome.ts'

/** Whether the month is complete, in one word. */
export type Verdict =
  /** Some pushes are in no state, or in two: a defect. */
  | 'missing'
  /** Nothing is planned yet. */
  | 'planning'
  /** What is left cannot go: sending is stopped. */
  | 'stopped'
  /** The deadline is over and some are left. */
  | 'overdue'
  /** As it goes, it ends after the deadline. */
  | 'late'
  | 'running'
  /** The run is over; what is left waits for its partner's key. */
  | 'held'
  /** All have their outcome, some of them one that an operator must look at. */
  | 'complete_with_trouble'
  | 'complete'

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  missing: 'bad',
  planning: 'neutral',
  stopped: 'bad',
  overdue: 'bad',
  late: 'bad',
  running: 'waiting',
  held: 'waiting',
  complete_with_trouble: 'bad',
  complete: 'good',
}

/** Judges a run, the gravest first. */
export function verdictOf(
  run: Pick<CurrentRun, 'expected' | 'outcomes' | 'missing' | 'finishedAt' | 'deadlineAt' | 'forecastEndAt'>,
  { pauses, now }: { pauses: readonly Pick<Pause, 'scope'>[]; now: Date },
): Verdict {
  const open = openOf(run.outcomes)
  if (run.missing !== 0) return 'missing'
  if (run.expected === 0 && run.finishedAt === null) return 'planning'
  if (open === 0) return troubleOf(run.outcomes) > 0 ? 'complete_with_trouble' : 'complete'
  if (pauses.some(({ scope }) => scope === 'all' || scope === 'billing')) return 'stopped'
  if (run.finishedAt !== null) return 'held'
  const deadline = Date.parse(run.deadlineAt)
  if (now.getTime() > deadline) return 'overdue'
  return run.forecastEndAt !== null && Date.parse(run.forecastEndAt) > deadline ? 'late' : 'running'
}

/** How many pushes have ended, of all. */
export function settledOf(run: Pick<CurrentRun, 'outcomes'>): number {
  return countOf(run.outcomes) - openOf(run.outcomes)
}
