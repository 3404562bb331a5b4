import { shiftPeriod } from './period.ts'

/** A month in a chart; null: nothing was reported, which is no zero. */
export interface ChartPoint {
  period: string
  users: number | null
}

/**
 * The months of a chart, oldest first, without a gap: from the first that has a number to `until`, and of those the newest `most`.
 */
export function chartPointsOf(
  reported: readonly { period: string; users: number }[],
  { until, most }: { until: string; most: number },
): ChartPoint[] {
  const users = new Map(reported.map((month) => [month.period, month.users]))
  const [first] = reported.map(({ period }) => period).toSorted()
  const points: ChartPoint[] = []
  for (
    let period = until;
    first !== undefined && period >= first && points.length < most;
    period = shiftPeriod(period, -1)
  )
    points.unshift({ period, users: users.get(period) ?? null })
  return points
}
