import type { Account } from './accounts.ts'
import { newObjectId, newPartnerKey } from './identifiers.ts'
import type { SandboxState } from './state.ts'

/** Lower case, as on the wire. Older pages of Gradient list more; a client may set only these. */
export const INTEGRATION_STATUSES = ['pending', 'inactive', 'active'] as const
export type IntegrationStatus = (typeof INTEGRATION_STATUSES)[number]

/** What `lastSyncedAt` says before any usage was accepted (gradient-api.md: "a 1900 date before any sync"). */
export const NEVER_SYNCED = '1900-01-01T00:00:00.000Z'

/** One MSP's integration with the vendor, inside Gradient. */
export interface Partner {
  organizationId: string
  integrationId: string
  name: string
  partnerKey: string
  /** False after the MSP disconnected in Gradient, until a new key is made. */
  connected: boolean
  status: IntegrationStatus
  /** How often `pending` was set on an integration that was already `active`: each one is a client's mistake. */
  pulledBackTimes: number
  lastSyncedAt: string
  /** New accounts are mapped as they are created. A convenience of the sandbox; Gradient does so for equal names only. */
  autoMap: boolean
  accounts: Map<string, Account>
  unmappedServiceIds: Set<string>
  /** The billing view shows the numbers as of its last rebuild. */
  view: { isCurrent: boolean; rebuiltAt: string | null; rebuiltTimes: number }
}

/** The MSP presses Connect: a new integration, `inactive`, with a key of its own. */
export function createPartner(
  state: SandboxState,
  input: { name: string; partnerKey?: string | undefined; autoMap?: boolean | undefined },
): Partner {
  const partner: Partner = {
    organizationId: newObjectId(),
    integrationId: newObjectId(),
    name: input.name,
    partnerKey: input.partnerKey ?? newPartnerKey(),
    connected: true,
    status: 'inactive',
    pulledBackTimes: 0,
    lastSyncedAt: NEVER_SYNCED,
    autoMap: input.autoMap ?? false,
    accounts: new Map(),
    unmappedServiceIds: new Set(),
    view: { isCurrent: true, rebuiltAt: null, rebuiltTimes: 0 },
  }
  state.partners.set(partner.organizationId, partner)
  state.partnersByKey.set(partner.partnerKey, partner)
  return partner
}

/**
 * The MSP makes a new key: accounts and mappings stay, the old token is worth nothing from now on (gradient-api.md, "Life of a
 * connection"). After a disconnect this is how the MSP connects again, with an integration that starts empty.
 */
export function regenerateKey(state: SandboxState, partner: Partner): string {
  state.partnersByKey.delete(partner.partnerKey)
  partner.partnerKey = newPartnerKey()
  partner.connected = true
  state.partnersByKey.set(partner.partnerKey, partner)
  return partner.partnerKey
}

/** The MSP disconnects in Gradient: "all accounts and mappings are deleted there". The old token is known still, see `afterDisconnect`. */
export function disconnect(partner: Partner): void {
  partner.connected = false
  partner.status = 'inactive'
  partner.lastSyncedAt = NEVER_SYNCED
  partner.accounts.clear()
  partner.unmappedServiceIds.clear()
  partner.view = { isCurrent: true, rebuiltAt: null, rebuiltTimes: 0 }
}

/** The vendor sets the status. `pending` on an active integration pulls it back, as in Gradient; it is counted, so that a test sees it. */
export function setStatus(partner: Partner, status: IntegrationStatus): void {
  if (partner.status === 'active' && status === 'pending') partner.pulledBackTimes += 1
  partner.status = status
}
