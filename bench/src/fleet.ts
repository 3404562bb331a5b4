import { lastClosedPeriod } from '@bridge/domain'
import { startWholeSystem, type WholeSystem, waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'

/** The month that a run bills. */
const PERIOD = lastClosedPeriod(new Date(), 'America/New_York')

/** The calls a second that all processes have together. */
export const BUDGET = 95

/** Starts the whole system as processes, three of each worker kind, as a vendor would run it at Gradient's limit. */
export function startFleet(): Promise<WholeSystem> {
  return startWholeSystem({
    encryptionKeys: makeKey('bench'),
    accountWorkers: 3,
    billingWorkers: 3,
    env: {
      GRADIENT_REQUESTS_PER_SECOND: String(BUDGET),
      GRADIENT_TIMEOUT_MS: '30000',
      SWEEP_EVERY_MS: '60000',
      LOG_LEVEL: 'warn',
    },
  })
}

/** Registers companies with their usage by an import: of each partner the names of its companies, by their place. */
export async function loadCompanies(system: WholeSystem, named: Map<string, string[]>): Promise<void> {
  const lines = [...named].flatMap(([partnerId, names]) =>
    names.map((name, place) =>
      JSON.stringify({
        partner_id: partnerId,
        partner_name: partnerId,
        company_id: `c${place}`,
        company_name: name,
        period: PERIOD,
        billable_users: place + 1,
      }),
    ),
  )
  const answer = await system.call('POST', '/v1/imports', `${lines.join('\n')}\n`, 'application/x-ndjson')
  const { accepted } = answer.body as { accepted: number }
  if (accepted !== lines.length) throw new Error(`the import took ${accepted} of ${lines.length} lines`)
}

/** Names for so many companies. */
export function companyNames(count: number, word = 'Company'): string[] {
  return Array.from({ length: count }, (_, place) => `${word} ${place}`)
}

/** Makes a key in the sandbox, where all accounts are mapped as they come, and pastes it. Answers how long the person waited, in milliseconds. */
export async function connectPartner(system: WholeSystem, partnerId: string): Promise<number> {
  const { partnerKey } = (await system.control('POST', 'partners', { name: partnerId, autoMap: true })) as {
    partnerKey: string
  }
  const startedMs = performance.now()
  const answer = await system.call('PUT', `/v1/partners/${partnerId}/gradient-connection`, {
    partnerApiKey: partnerKey,
  })
  if (answer.status !== 201) throw new Error(`${partnerId} was not connected: ${JSON.stringify(answer)}`)
  return performance.now() - startedMs
}

/** Waits until so many accounts are in Gradient. */
export async function accountsArePresent(system: WholeSystem, wanted: number): Promise<void> {
  await waitFor(
    async () => {
      const { present } = await system.db
        .selectFrom('account')
        .select(({ fn }) => fn.countAll<string>().as('present'))
        .where('state', '=', 'present')
        .executeTakeFirstOrThrow()
      return Number(present) === wanted
    },
    { timeoutMs: 600_000, everyMs: 500, what: 'all accounts to be in Gradient' },
  )
}

/** Orders the run for all partners; answers its id. */
export async function orderRun(system: WholeSystem): Promise<string> {
  const answer = await system.call('POST', '/v1/billing-runs', { period: PERIOD })
  if (answer.status !== 202) throw new Error(`no run was ordered: ${JSON.stringify(answer)}`)
  return (answer.body as { id: string }).id
}

/** Waits until a run is finished. */
export async function runIsFinished(system: WholeSystem, id: string): Promise<void> {
  await waitFor(
    async () => {
      const { body } = await system.call('GET', `/v1/billing-runs/${id}`)
      return (body as { finishedAt: string | null }).finishedAt !== null
    },
    { timeoutMs: 600_000, everyMs: 250, what: 'the run' },
  )
}
