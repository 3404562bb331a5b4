import { z } from 'zod'
import { faultSwitches } from './fault-switches.ts'
import type { SandboxState } from './state.ts'

/** The switches as they are set; what is absent stands at its default. */
export const faultsViewSchema = z.object({
  all: faultSwitches,
  partners: z.array(faultSwitches.extend({ partnerKey: z.string() })),
})

/** Shows the switches set for all, and those of each partner that has its own. */
export function faultsView(state: SandboxState): z.output<typeof faultsViewSchema> {
  return {
    all: state.faults.setFor(null),
    partners: state.faults.partnersWithSwitches().map((organizationId) => ({
      partnerKey: state.partners.get(organizationId)?.partnerKey ?? '',
      ...state.faults.setFor(organizationId),
    })),
  }
}
