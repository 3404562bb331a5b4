import { z } from 'zod'
import { lastCountOf } from './accounts.ts'
import { INTEGRATION_STATUSES, type Partner } from './partners.ts'

const countView = z.object({ serviceId: z.string(), unitCount: z.number(), setAt: z.string() })

/** A partner as the control API shows it. */
export const partnerViewSchema = z.object({
  partnerKey: z.string(),
  organizationId: z.string(),
  name: z.string(),
  connected: z.boolean().describe('False after a disconnect, until a new key is made.'),
  status: z.enum(INTEGRATION_STATUSES),
  lastSyncedAt: z.string(),
  pulledBackTimes: z.int().describe('How often `pending` was set on an active integration: a mistake of the client.'),
  autoMap: z.boolean(),
  unmappedServiceIds: z.array(z.string()),
  view: z.object({
    isCurrent: z.boolean().describe('Was the billing view rebuilt with, or after, the last count?'),
    rebuiltAt: z.string().nullable(),
    rebuiltTimes: z.int(),
  }),
  accounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string().optional(),
      isActive: z.boolean(),
      mapped: z.boolean(),
      unitCount: z.number().nullable().describe('The number set last, of whichever service; null before any.'),
      setAt: z.string().nullable(),
      counts: z.array(countView).describe('The number of each service.'),
    }),
  ),
})

/** Shows a partner; its accounts in the order in which they were made. */
export function partnerView(partner: Partner): z.output<typeof partnerViewSchema> {
  const { partnerKey, organizationId, name, connected, status, lastSyncedAt, pulledBackTimes, autoMap } = partner
  return {
    partnerKey,
    organizationId,
    name,
    connected,
    status,
    lastSyncedAt,
    pulledBackTimes,
    autoMap,
    unmappedServiceIds: [...partner.unmappedServiceIds],
    view: { ...partner.view },
    accounts: [...partner.accounts.values()].map((account) => ({
      id: account.id,
      name: account.name,
      ...(account.description === undefined ? {} : { description: account.description }),
      isActive: account.isActive,
      mapped: account.mappingId !== null,
      unitCount: lastCountOf(account)?.unitCount ?? null,
      setAt: lastCountOf(account)?.setAt ?? null,
      counts: [...account.counts.values()],
    })),
  }
}
