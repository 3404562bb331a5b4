import type { Shape } from '../api/client.ts'

type Connection = Pick<Shape<'GradientConnection'>, 'status' | 'activatedAt' | 'accounts'>

/** What is left to do after the key was accepted, in this order. */
export const SETUP_STEPS = ['key', 'companies', 'next', 'map', 'first_count'] as const
export type SetupStep = (typeof SETUP_STEPS)[number]

/**
 * Which steps are done, as far as can be known. That Next was pressed in Gradient is seen by nobody: that a count was accepted shows it, since only
 * a mapped company's is. Whether all are mapped is known from the newest run, where there was one.
 */
export function doneSteps(
  connection: Connection,
  run: { outcomes: Record<string, number> } | null | undefined,
): Set<SetupStep> {
  const { status, accounts } = connection
  const accepted = run?.outcomes['accepted'] ?? 0
  const unmapped = run?.outcomes['unmapped'] ?? 0
  const isActive = status === 'active' || connection.activatedAt !== null
  const done: Record<SetupStep, boolean> = {
    key: status === 'pending' || status === 'active',
    companies: accounts !== null && accounts.total > 0 && accounts.present === accounts.total,
    next: isActive || accepted > 0,
    map: accepted > 0 && unmapped === 0,
    first_count: isActive,
  }
  return new Set(SETUP_STEPS.filter((step) => done[step]))
}

/** The step to turn to now: the first that is not done. `null` once all are. */
export function stepToDo(done: Set<SetupStep>): SetupStep | null {
  return SETUP_STEPS.find((step) => !done.has(step)) ?? null
}
