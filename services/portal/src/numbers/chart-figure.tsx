import { Skeleton, Text } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { words } from '../words/words.ts'
import type { ChartPoint } from './chart-points.ts'
import styles from './numbers.module.css'

// The largest part of these pages: it comes after all else is there.
const UsersChart = lazy(() => import('./users-chart.tsx').then((module) => ({ default: module.UsersChart })))

/** A chart of billable users by month, and the same numbers as the table `children`. */
export function ChartFigure(input: {
  points: readonly ChartPoint[]
  here: string | null
  running: string
  children: ReactNode
}) {
  if (input.points.length === 0) return <Text>{words.numbers.chart.none}</Text>
  return (
    <>
      <Suspense fallback={<ChartWaiting />}>
        <UsersChart points={input.points} here={input.here} running={input.running} />
      </Suspense>
      <details className={styles['asTable']}>
        <summary>{words.numbers.chart.asTable}</summary>
        {input.children}
      </details>
    </>
  )
}

/** Holds the chart's place, so that nothing jumps when it comes. */
export function ChartWaiting() {
  return (
    <div className={styles['chart']} role="status" aria-label={words.common.loading}>
      <Skeleton h="100%" />
    </div>
  )
}
