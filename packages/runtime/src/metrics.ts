import { getHeapStatistics } from 'node:v8'
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'

/**
 * Node looks so often how late its event loop is, and wakes the process for it: at prom-client's 10 ms that is 0.007 of a core in each idle process, at 100 ms a tenth of it.
 * The lag figures hold the interval: a loop that is never late shows 0.1 s, one that stood still for half a second 0.5.
 */
const EVENT_LOOP_LOOK_MS = 100

/** One process's numbers for Prometheus. */
export type Metrics = Registry

/** Makes the process's registry, with Node's own figures in it; every series carries the service's name. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS })
  new Counter({
    name: 'nodejs_heap_allocated_bytes_total',
    help: 'Bytes that V8 has allocated since the process began, garbage included: what a piece of work costs in memory to be collected.',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(getHeapStatistics().total_allocated_bytes)
    },
  })
  return registry
}
