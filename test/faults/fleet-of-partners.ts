import { lastClosedPeriod } from '@bridge/domain'
import { systemClock } from '@bridge/runtime'
import type { WholeSystem } from '@bridge/testkit'
import { waitFor } from '@bridge/testkit'

/** The month that is sent. */
export const PERIOD = lastClosedPeriod(systemClock.now(), 'America/New_York')

/** Connected partners, and what was last reported for each of their companies. */
export interface FleetOfPartners {
  partners: { id: string; key: string }[]
  /** By `partner/company`: the number that Gradient must hold in the end. */
  counts: Map<string, number>
  /** Reports a new number for each company of these partners (of all, where none are named), unlike any number before. */
  report(partnerIds?: string[]): Promise<void>
}

/** Registers partners with companies through the gateway, connects them, maps everything, and waits until all accounts are in Gradient. */
export async function givenFleet(
  system: WholeSystem,
  size: { partners: number; companies: number },
): Promise<FleetOfPartners> {
  const counts = new Map<string, number>()
  const ids = Array.from({ length: size.partners }, (_, index) => `p${String(index).padStart(3, '0')}`)
  const companies = Array.from({ length: size.companies }, (_, index) => `c${String(index).padStart(4, '0')}`)
  let round = 0
  const report = async (partnerIds = ids) => {
    round += 1
    const lines = partnerIds.flatMap((partnerId) =>
      companies.map((companyId, index) => {
        const billableUsers = round * 10_000 + index
        counts.set(`${partnerId}/${companyId}`, billableUsers)
        return JSON.stringify({
          partner_id: partnerId,
          partner_name: `Partner ${partnerId}`,
          company_id: companyId,
          company_name: `Company ${companyId}`,
          period: PERIOD,
          billable_users: billableUsers,
        })
      }),
    )
    await waitFor(
      async () => {
        const answer = await system.call('POST', '/v1/imports', `${lines.join('\n')}\n`, 'application/x-ndjson')
        const { accepted } = answer.body as { accepted?: number }
        if (accepted !== lines.length) throw new Error(`the import was not taken: ${JSON.stringify(answer)}`)
        return true
      },
      { everyMs: 500 },
    )
  }
  await report()
  const partners: { id: string; key: string }[] = []
  for (const id of ids) {
    const made = (await system.control('POST', 'partners', { name: id, autoMap: true })) as { partnerKey: string }
    const url = `/v1/partners/${id}/gradient-connection`
    const answer = await system.call('PUT', url, { partnerApiKey: made.partnerKey })
    if (answer.status !== 201) throw new Error(`${id} was not connected: ${JSON.stringify(answer)}`)
    partners.push({ id, key: made.partnerKey })
  }
  await waitFor(
    async () => {
      const { present } = await system.db
        .selectFrom('account')
        .select(({ fn }) => fn.countAll<string>().as('present'))
        .where('state', '=', 'present')
        .executeTakeFirstOrThrow()
      return Number(present) === size.partners * size.companies
    },
    { timeoutMs: 120_000, everyMs: 100, what: 'all accounts to be in Gradient' },
  )
  return { partners, counts, report }
}

/** Orders the run of the last closed month for all partners. Answers its id. */
export async function orderRun(system: WholeSystem): Promise<string> {
  const answer = await system.call('POST', '/v1/billing-runs', { period: PERIOD })
  if (answer.status !== 202) throw new Error(`no run was ordered: ${JSON.stringify(answer)}`)
  return (answer.body as { id: string }).id
}
