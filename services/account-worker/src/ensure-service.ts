import { findVendorServiceOnce } from '@bridge/db'
import type { Vendor } from '@bridge/gradient'
import { ServiceNotFoundError } from './errors.ts'
import { callGradient, orThrow, type SyncSession } from './sync-session.ts'

/**
 * Makes sure that our service is in Gradient, once for the whole fleet: looked up by its id, or by its name and made if absent. It
 * belongs to the vendor, so any partner's key will do to ask (the token is both keys). Throws `ServiceNotFoundError` for an unknown id.
 */
export async function ensureService(session: SyncSession): Promise<string> {
  const { id, name } = session.service
  return findVendorServiceOnce(session.db, serviceLookup(session.service), async () => {
    const vendor = await orThrow(
      'vendor',
      callGradient(session, { name: 'vendor' }, (key, options) => session.gradient.getVendor(key, options)),
    )
    const found = findService(vendor, session.service)
    if (found) return found
    if (id !== null)
      throw new ServiceNotFoundError(
        `GRADIENT_SERVICE_ID ${id} is not a service of this vendor in Gradient: correct the setting`,
      )
    const service = {
      name,
      description: `${name}: billable users per company and month`,
      category: 'security',
      subcategory: 'privacy and security awareness training',
    }
    const made = await orThrow(
      'create_service',
      callGradient(session, { name: 'create_service' }, (key, options) =>
        session.gradient.createService(key, service, options),
      ),
    )
    const serviceId = findService(made, session.service)
    if (!serviceId)
      throw new ServiceNotFoundError(`Gradient did not answer with the service ${name} that it was asked to make`)
    session.log.info({ serviceId, serviceName: name }, 'our service was made in Gradient')
    return serviceId
  })
}

/** Under which name the fleet keeps what it found: another setting is another look-up. */
export function serviceLookup(service: { id: string | null; name: string }): string {
  return service.id === null ? `name:${service.name}` : `id:${service.id}`
}

function findService(vendor: Vendor, wanted: { id: string | null; name: string }): string | undefined {
  return vendor.skus.find((sku) => (wanted.id === null ? sku.name === wanted.name : sku.id === wanted.id))?.id
}
