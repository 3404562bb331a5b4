import { z } from 'zod'
import type { Account } from './accounts.ts'
import { faultSwitches } from './fault-switches.ts'
import { INTEGRATION_STATUSES, type Partner } from './partners.ts'
import type { SandboxState } from './state.ts'
import { sku } from './wire.ts'

const account = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  isActive: z.boolean(),
  isArrears: z.boolean(),
  mappingId: z.string().nullable(),
  counts: z.array(z.strictObject({ serviceId: z.string(), unitCount: z.number(), setAt: z.string() })),
})

const partner = z.strictObject({
  organizationId: z.string(),
  integrationId: z.string(),
  name: z.string(),
  partnerKey: z.string(),
  connected: z.boolean(),
  status: z.enum(INTEGRATION_STATUSES),
  pulledBackTimes: z.int(),
  lastSyncedAt: z.string(),
  autoMap: z.boolean(),
  accounts: z.array(account),
  unmappedServiceIds: z.array(z.string()),
  view: z.strictObject({ isCurrent: z.boolean(), rebuiltAt: z.string().nullable(), rebuiltTimes: z.int() }),
})

/** All that the sandbox knows but its call log, as JSON. Holds the partner keys. */
export const stateCopy = z.strictObject({
  version: z.literal(1),
  vendor: z.strictObject({ id: z.string(), skus: z.array(sku) }),
  partners: z.array(partner),
  faults: z.array(z.strictObject({ organizationId: z.string().nullable(), switches: faultSwitches })),
})
export type StateCopy = z.output<typeof stateCopy>

/** Copies what is known, for a sandbox that is started later. */
export function copyState(state: SandboxState): StateCopy {
  const boards = [null, ...state.faults.partnersWithSwitches()]
  return {
    version: 1,
    vendor: { id: state.vendor.id, skus: state.vendor.skus },
    partners: [...state.partners.values()].map((known) => ({
      ...known,
      accounts: [...known.accounts.values()].map((each) => ({ ...each, counts: [...each.counts.values()] })),
      unmappedServiceIds: [...known.unmappedServiceIds],
    })),
    faults: boards.map((organizationId) => ({ organizationId, switches: state.faults.setFor(organizationId) })),
  }
}

/** Puts a copy in the place of what is known now. The call log and the vendor's name stay. */
export function restoreState(state: SandboxState, copy: StateCopy): void {
  Object.assign(state.vendor, copy.vendor)
  state.partners.clear()
  state.partnersByKey.clear()
  for (const each of copy.partners) {
    const restored: Partner = {
      ...each,
      accounts: new Map(each.accounts.map((one) => [one.id, restoreAccount(one)])),
      unmappedServiceIds: new Set(each.unmappedServiceIds),
    }
    state.partners.set(restored.organizationId, restored)
    state.partnersByKey.set(restored.partnerKey, restored)
  }
  state.faults.clear()
  for (const { organizationId, switches } of copy.faults) state.faults.change(organizationId, switches)
}

function restoreAccount(copy: StateCopy['partners'][number]['accounts'][number]): Account {
  return { ...copy, counts: new Map(copy.counts.map((count) => [count.serviceId, count])) }
}
