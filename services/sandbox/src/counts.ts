import { NEVER_SYNCED, type Partner } from './partners.ts'
import type { SandboxState } from './state.ts'
import { VendorApiError } from './vendor-api-error.ts'

/**
 * Sets the number of one service for one account (gradient-api.md, "What a count means": it sets, it never adds; no period is known).
 * The first accepted usage turns a waiting integration `active`; one that the vendor set `inactive` after it had been in use stays so.
 * Throws 404 for what is unknown or not mapped.
 */
export function setCount(
  state: SandboxState,
  partner: Partner,
  input: { serviceId: string; accountId: string; unitCount: number; noBuild: boolean },
): void {
  const { serviceId, accountId, unitCount } = input
  const service = state.vendor.skus.find((sku) => sku.id === serviceId)
  if (!service || partner.unmappedServiceIds.has(serviceId)) {
    throw new VendorApiError(404, `No service map found with id: ${serviceId}`)
  }
  const account = partner.accounts.get(accountId)
  if (!account?.mappingId) throw new VendorApiError(404, `No account map found with id: ${accountId}`)

  const nowIso = state.clock.now().toISOString()
  account.counts.delete(serviceId)
  account.counts.set(serviceId, { serviceId, unitCount, setAt: nowIso })
  recordUsage(partner, nowIso)
  rebuildView(partner, nowIso, input.noBuild)
}

function recordUsage(partner: Partner, nowIso: string): void {
  if (partner.status === 'pending' || partner.lastSyncedAt === NEVER_SYNCED) partner.status = 'active'
  partner.lastSyncedAt = nowIso
}

/** In Gradient the rebuild is debounced and takes a while; here it is done at once. */
function rebuildView(partner: Partner, nowIso: string, noBuild: boolean): void {
  partner.view.isCurrent = !noBuild
  if (noBuild) return
  partner.view.rebuiltAt = nowIso
  partner.view.rebuiltTimes += 1
}
