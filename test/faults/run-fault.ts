import type { Fault, FaultInput, Injected } from './fault.ts'
import { type Verdict, verdict } from './verdict.ts'

/** One line of the table: what was done, and what came of it. */
export interface FaultRow extends Injected, Verdict {
  fault: string
}

/**
 * Injects one fault and counts what it did; calls and deaths of before are not counted.
 * @throws Error where it leaves a service with settings that are not its own: the next fault would be tried on another system than it says.
 */
export async function runFault(fault: Fault, input: FaultInput): Promise<FaultRow> {
  const deathsBefore = input.system.deaths().length
  await input.system.control('DELETE', 'calls')
  const injected = await fault.inject(input)
  const changed = [...input.system.services.values()].filter(
    (service) => Object.keys(service.extraSettings()).length > 0,
  )
  if (changed.length > 0)
    throw new Error(`${fault.name} left ${changed.map(({ name }) => name)} with settings of its own`)
  const found = await verdict(input.system, input.fleet)
  return { fault: fault.name, ...injected, ...found, deaths: found.deaths.slice(deathsBefore) }
}
