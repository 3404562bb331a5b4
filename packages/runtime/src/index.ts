export { type Clock, systemClock } from './clock.ts'
export { EXIT_BAD_CONFIG, parseEnv } from './env.ts'
export { addGauge } from './gauge.ts'
export { type HealthCheck, type HealthServer, runHealthChecks, startHealthServer } from './health.ts'
export { createLog, type Log } from './log.ts'
export { createMetrics, type Metrics } from './metrics.ts'
export { type Running, run } from './run.ts'
export {
  healthSettings,
  parsedBy,
  type ServiceOptions,
  serviceOptions,
  serviceSettings,
  wholeNumber,
} from './settings.ts'
export { EXIT_USAGE, refuse, type Shell, saidUsage, shellOfProcess } from './shell.ts'
export { tellChanges } from './tell-changes.ts'
export { createTroubleLog } from './trouble-log.ts'
