import type { CurrentRun, Health, Pause } from '../api/shapes.ts'
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
  /** Some can go, and nobody sends them. */
  | 'stuck'
  /** As it goes, it ends after the deadline. */
  | 'late'
  | 'running'
  /** Nothing is left that can go now: the rest waits for its partner's key, or is stopped. */
  | 'held'
  /** All have their outcome, some of them one that an operator must look at. */
  | 'complete_with_trouble'
  | 'complete'

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  missing: 'bad',
  planning: 'neutral',
  stopped: 'bad',
  overdue: 'bad',
  stuck: 'bad',
  late: 'bad',
  running: 'waiting',
  held: 'waiting',
  complete_with_trouble: 'bad',
  complete: 'good',
}

/** Judges a run, the gravest first. */
export function verdictOf(
  run: Pick<
    CurrentRun,
    'kind' | 'expected' | 'outcomes' | 'missing' | 'canGoOn' | 'finishedAt' | 'overdue' | 'deadlineAt' | 'forecastEndAt'
  >,
  { pauses, health }: { pauses: readonly Pick<Pause, 'scope'>[]; health: readonly Pick<Health, 'part' | 'state'>[] },
): Verdict {
  const open = openOf(run.outcomes)
  if (run.missing !== 0) return 'missing'
  if (run.expected === 0 && run.finishedAt === null) return 'planning'
  if (open === 0) return troubleOf(run.outcomes) > 0 ? 'complete_with_trouble' : 'complete'
  if (pauses.some(({ scope }) => scope === 'all' || scope === 'billing')) return 'stopped'
  if (run.finishedAt !== null) return 'held'
  if (run.overdue) return 'overdue'
  if (run.canGoOn === 0) return 'held'
  if (health.some(({ part, state }) => part === 'billing workers' && state === 'trouble')) return 'stuck'
  // What was requested has no deadline: it may be of a month whose run was on time.
  if (run.kind === 'requested' || run.forecastEndAt === null) return 'running'
  return Date.parse(run.forecastEndAt) > Date.parse(run.deadlineAt) ? 'late' : 'running'
}

/** How many pushes have ended, of all. */
export function settledOf(run: Pick<CurrentRun, 'outcomes'>): number {
  return countOf(run.outcomes) - openOf(run.outcomes)
}
