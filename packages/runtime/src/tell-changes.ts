import type { HealthCheck } from './health.ts'
import type { Log } from './log.ts'

/**
 * Wraps a check so that what it finds also stands in the log, as often as that changes and no oftener: when it goes wrong, when it is
 * wrong in another way, when it is right again.
 */
export function tellChanges(log: Log, check: string, look: HealthCheck): HealthCheck {
  let told: string | undefined
  return async () => {
    const problem = await look()
    if (problem === told) return problem
    told = problem
    if (problem === undefined) log.info({ check }, 'a health check is right again')
    else log.error({ check, problem }, 'a health check found something wrong')
    return problem
  }
}
