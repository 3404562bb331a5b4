import type { Shape } from '../api/client.ts'
import type { PartnerRun } from '../live/use-connection.ts'
import type { Month } from './months.ts'
import { leftToSend } from './outcome.ts'

/** What Send now would do for a month, in numbers of companies. */
export type SendPlan =
  | { kind: 'not_connected' | 'needs_key' }
  /** It is being done already. */
  | { kind: 'under_way'; left: number }
  /** This connection has not sent the month yet: all that was reported goes. */
  | { kind: 'first'; companies: number; users: number }
  /** What Gradient does not have goes again. `held`: it has those, and they are not sent. `noUsage`: there is nothing to send for those. */
  | { kind: 'again'; unmapped: number; failed: number; refused: number; total: number; held: number; noUsage: number }
  /** Gradient has all. */
  | { kind: 'nothing'; held: number; noUsage: number }

/**
 * Foretells it, by the rule of a requested run: on its first run for a connection every reported number is sent; after that those that were
 * not mapped, did not get through or were refused. What Gradient has taken is not sent again, and what was not reported is never sent.
 */
export function sendPlanOf(input: {
  period: string
  connection: Pick<Shape<'GradientConnection'>, 'status' | 'lastRun'>
  run: PartnerRun | null | undefined
  month: Month | undefined
}): SendPlan {
  const { period, connection, run, month } = input
  const { status, lastRun } = connection
  if (status === 'not_connected' || status === 'needs_key') return { kind: status }
  if (run?.period !== period && lastRun?.period !== period)
    return { kind: 'first', companies: month?.companies ?? 0, users: month?.billableUsers ?? 0 }
  const outcomes: Readonly<Record<string, number>> = (run?.period === period ? run.outcomes : month?.outcomes) ?? {}
  const count = (outcome: string) => outcomes[outcome] ?? 0
  const left = leftToSend(outcomes)
  if (left > 0) return { kind: 'under_way', left }
  const [unmapped, failed, refused] = [count('unmapped'), count('failed'), count('refused')]
  const total = unmapped + failed + refused
  const rest = { held: count('accepted'), noUsage: count('no_usage') }
  return total === 0 ? { kind: 'nothing', ...rest } : { kind: 'again', unmapped, failed, refused, total, ...rest }
}

/** How many numbers it sends. */
export function plannedNumbers(plan: SendPlan): number {
  if (plan.kind === 'first') return plan.companies
  return plan.kind === 'again' ? plan.total : 0
}
