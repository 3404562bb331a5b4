import { z } from 'zod'

/** Bodies and answers as on the wire (gradient-api.md, "Endpoints"). Unknown fields of a body are ignored, as Gradient does. */

const text = z.string().min(1)

export const newService = z.object({
  name: text,
  description: text,
  category: text.describe('For us `security`.'),
  subcategory: text.describe('For us `privacy and security awareness training` or `phishing simulation`.'),
  supportArticle: z.string().optional(),
  supportContact: z.string().optional(),
})

export const sku = newService.extend({ _id: z.string(), id: z.string() })

export const vendorAnswer = z.object({
  id: z.string(),
  name: z.string(),
  skus: z.array(sku),
  externalIntegrationStatus: z.string(),
})

export const organizationAnswer = z.object({
  organizationId: z.string(),
  name: z.string(),
  vendorId: z.string(),
  vendorName: z.string(),
  integrationId: z.string(),
  status: z.string(),
  lastSyncedAt: z.string().describe('A 1900 date before any usage was accepted.'),
})

export const newAccounts = z.array(z.object({ id: text, name: text, description: z.string().optional() }))

export const accountChanges = z.object({
  id: text.optional(),
  name: text.optional(),
  description: z.string().optional(),
  isActive: z.boolean().optional(),
  isArrears: z.boolean().optional(),
})

export const accountAnswer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  isMapped: z.boolean().optional(),
  mappingId: z.string().optional(),
})

export const count = z.object({ accountId: text, unitCount: z.number().describe('Decimals are taken. Never null.') })

export const refusal = z
  .object({ statusCode: z.int(), message: z.union([z.string(), z.array(z.string())]).optional() })
  .describe('A refusal. From a proxy the body may be HTML or empty.')

/** A success that is wrapped: it carries `status`, where errors carry `statusCode`. */
export function wrapped<Data extends z.ZodType>(data: Data) {
  return z.object({ status: z.int(), message: z.string(), data })
}
