import { collectDefaultMetrics, Registry } from 'prom-client'

/** One process's numbers for Prometheus. */
export type Metrics = Registry

/** Makes the process's registry, with Node's own figures in it; every series carries the service's name. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  return registry
}
