import type { Fault, FaultInput, Injected } from './fault.ts'
import { type Verdict, verdict } from './verdict.ts'

/** One line of the table: what was done, and what came of it. */
export interface FaultRow extends Injected, Verdict {
  fault: string
}

/** Injects one fault and counts what it did; calls and deaths of before are not counted. */
export async function runFault(fault: Fault, input: FaultInput): Promise<FaultRow> {
  const deathsBefore = input.system.deaths().length
  await input.system.control('DELETE', 'calls')
  const injected = await fault.inject(input)
  const found = await verdict(input.system, input.fleet)
  return { fault: fault.name, ...injected, ...found, deaths: found.deaths.slice(deathsBefore) }
}
