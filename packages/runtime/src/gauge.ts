import { Gauge } from 'prom-client'
import type { Metrics } from './metrics.ts'

/** Adds a number that goes up and down to the process's metrics. Answers the function that sets it. */
export function addGauge(metrics: Metrics, options: { name: string; help: string }): (value: number) => void {
  const gauge = new Gauge({ ...options, registers: [metrics] })
  return (value) => gauge.set(value)
}
