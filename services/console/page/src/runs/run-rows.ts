import type { Run } from '../api/shapes.ts'

/** How many lines of a list are shown at once. */
export const ROWS_PER_PAGE = 50

/** How often a run that goes on is asked for again, should the live stream tell nothing of it. */
export const RUNNING_EVERY_MS = 3_000

/** Whether a run still changes. */
export function isRunning(run: Pick<Run, 'finishedAt'> | undefined): boolean {
  return run !== undefined && run.finishedAt === null
}
