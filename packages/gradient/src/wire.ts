import { z } from 'zod'

/**
 * Gradient's bodies as they are on the wire, read liberally: fields that we do not know pass, ids may be numbers, what may be
 * missing is null, and each body may come bare or in `{data}` (the documents show some so and some so).
 */
const wireId = z.union([z.string().min(1), z.number().transform(String)])
const optionalId = wireId.nullish().catch(null).transform(orNull)
const optionalText = z.string().nullish().catch(null).transform(orNull)
const optionalFlag = z.boolean().nullish().catch(null).transform(orNull)

function orNull<Value>(value: Value | null | undefined): Value | null {
  return value ?? null
}

/** Takes the `{data}` off, where there is one. */
function unwrapped<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((body) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
    const { data } = body as { data?: unknown }
    return typeof data === 'object' && data !== null ? data : body
  }, schema)
}

/** Keeps the elements that can be read; one strange account must not hide the thousands beside it. */
function readableOf<Schema extends z.ZodType>(schema: Schema) {
  return z.array(z.unknown()).transform((elements) =>
    elements.flatMap((element) => {
      const parsed = schema.safeParse(element)
      return parsed.success ? [parsed.data] : []
    }),
  )
}

const skuSchema = z
  .looseObject({
    _id: optionalId,
    id: optionalId,
    name: optionalText,
    description: optionalText,
    category: optionalText,
    subcategory: optionalText,
  })
  .transform(({ _id, id, ...sku }) => ({
    /** The service's id, as `setCount` takes it: `_id`, which the published SDK reads; else `id`. */
    id: _id ?? id,
    name: sku.name,
    description: sku.description,
    category: sku.category,
    subcategory: sku.subcategory,
  }))
  .refine((sku): sku is typeof sku & { id: string } => sku.id !== null)

/** A vendor with its services (`skus`), as `GET /vendor-api` and `POST /vendor-api/service` answer. */
export const vendorSchema = unwrapped(
  z
    .looseObject({
      _id: optionalId,
      id: optionalId,
      name: optionalText,
      skus: readableOf(skuSchema)
        .nullish()
        .transform((skus) => skus ?? []),
      externalIntegrationStatus: optionalText,
    })
    .refine((vendor) => vendor.id !== null || vendor._id !== null || vendor.skus.length > 0 || vendor.name !== null)
    .transform(({ _id, id, name, skus, externalIntegrationStatus }) => ({
      id: id ?? _id,
      name,
      skus,
      externalIntegrationStatus,
    })),
)
export type Vendor = z.output<typeof vendorSchema>
export type Sku = Vendor['skus'][number]

/** The partner's organization and its integration with us. `status` is any text; `lastSyncedAt` is in 1900 before any sync. */
export const organizationSchema = unwrapped(
  z
    .looseObject({
      organizationId: optionalId,
      name: optionalText,
      vendorId: optionalId,
      vendorName: optionalText,
      integrationId: optionalId,
      status: optionalText,
      lastSyncedAt: optionalText,
    })
    .transform(({ organizationId, name, vendorId, vendorName, integrationId, status, lastSyncedAt }) => ({
      organizationId,
      name,
      vendorId,
      vendorName,
      integrationId,
      status,
      lastSyncedAt,
    }))
    .refine(({ organizationId, integrationId, name }) => organizationId ?? integrationId ?? name),
)
export type Organization = z.output<typeof organizationSchema>

const bareAccountSchema = z
  .looseObject({
    id: wireId,
    name: optionalText,
    description: optionalText,
    isMapped: optionalFlag,
    mappingId: optionalId,
  })
  .transform(({ id, name, description, isMapped, mappingId }) => ({ id, name, description, isMapped, mappingId }))

/** An account, which is a company of ours. `isMapped` is null where Gradient did not say. */
export const accountSchema = unwrapped(bareAccountSchema)
export type Account = z.output<typeof accountSchema>

/** All accounts; an element without an id is left out. */
export const accountsSchema = unwrapped(readableOf(bareAccountSchema))

/** Of a count's answer nothing is needed: any JSON object will do. */
export const anyAnswerSchema = z.unknown().transform(() => null)

/** What a new service is made of. `category` and `subcategory` are from Gradient's own lists. */
export interface NewService {
  readonly name: string
  readonly description: string
  readonly category: string
  readonly subcategory: string
  readonly supportArticle?: string
  readonly supportContact?: string
}

/** A company to be made an account; `id` is our own company id. */
export interface NewAccount {
  readonly id: string
  readonly name: string
  readonly description?: string
}

/** What of an account may be changed. */
export interface AccountChange {
  readonly name?: string
  readonly description?: string
  readonly isActive?: boolean
  readonly isArrears?: boolean
}
