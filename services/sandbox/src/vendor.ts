import { newObjectId } from './identifiers.ts'

/** A service of the vendor. Gradient gives its id twice (gradient-api.md, "Endpoints": "each sku has both `_id` and `id`"). */
export interface Sku {
  _id: string
  id: string
  name: string
  description: string
  category: string
  subcategory: string
  supportArticle?: string | undefined
  supportContact?: string | undefined
}

/** Us, as Gradient knows us. */
export interface Vendor {
  id: string
  name: string
  skus: Sku[]
}

/** What a client sends to make a service. */
export type NewService = Omit<Sku, '_id' | 'id'>

/** Adds a service. A name that exists already makes a second service: nothing in the facts says that Gradient minds. */
export function addService(vendor: Vendor, service: NewService): Sku {
  const id = newObjectId()
  const sku: Sku = { _id: id, id, ...service }
  vendor.skus.push(sku)
  return sku
}
