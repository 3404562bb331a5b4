import { setTimeout as delay } from 'node:timers/promises'
import { waitFor } from '@bridge/testkit'
import { accountsArePresent, companyNames, connectPartner, loadCompanies, orderRun, startFleet } from './fleet.ts'
import { report } from './report.ts'
import { percentileOf } from './statistics.ts'

// From the answered registration of a company to its account in Gradient: while nothing else happens, and under a run at Gradient's limit.
const REGISTRATIONS = Number(process.argv[2] ?? 100)
const PARTNERS = 20
const COMPANIES_EACH = 500
const PAUSE_MS = 400

/** A call for accounts, as the sandbox saw it; those that made some carry them. */
interface Call {
  method: string
  answered: unknown
  endedAtMs: number
  body: { id: string }[]
}

const system = await startFleet()
try {
  const ids = Array.from({ length: PARTNERS }, (_, partner) => `p${partner}`)
  await loadCompanies(system, new Map(ids.map((id) => [id, companyNames(COMPANIES_EACH)])))
  for (const id of ids) await connectPartner(system, id)
  await accountsArePresent(system, PARTNERS * COMPANIES_EACH)
  await system.control('PUT', 'faults', { latencyMs: { min: 20, max: 200 } })
  const idle = await registerMany(ids, 'idle')
  await orderRun(system)
  const underRun = await registerMany(ids, 'run')
  const row = (what: string, ms: number[], goal: string) => ({
    what,
    registrations: ms.length,
    'p50 ms': percentileOf(ms, 50).toFixed(0),
    'p99 ms': percentileOf(ms, 99).toFixed(0),
    'most ms': Math.max(...ms).toFixed(0),
    goal,
  })
  report(
    'freshness',
    [row('idle', idle, 'p99 under 2000'), row('under a run at the wall', underRun, 'p99 under 5000')],
    'a new company is an account in Gradient within 2 s, and within 5 s while a run fills the budget',
  )
} finally {
  await system.close()
}

/** One registration after the other, of partners in turn; how long each took to be an account, in ms, by the double's own record of the calls. */
async function registerMany(partners: string[], prefix: string): Promise<number[]> {
  await system.control('DELETE', 'calls')
  const answeredAtMs = new Map<string, number>()
  for (let place = 0; place < REGISTRATIONS; place += 1) {
    const companyId = `${prefix}-${place}`
    const path = `/v1/partners/${partners[place % partners.length]}/companies/${companyId}`
    const answer = await system.call('PUT', path, { name: `New ${companyId}` })
    if (answer.status !== 201) throw new Error(`${companyId} was not registered: ${JSON.stringify(answer)}`)
    answeredAtMs.set(companyId, Date.now())
    await delay(PAUSE_MS)
  }
  const arrivedAtMs = new Map<string, number>()
  await waitFor(
    async () => {
      for (const call of (await system.control('GET', 'calls?route=accounts')) as Call[]) {
        if (call.method !== 'POST' || (call.answered !== 200 && call.answered !== 201)) continue
        for (const { id } of call.body) arrivedAtMs.set(id, call.endedAtMs)
      }
      return [...answeredAtMs.keys()].every((id) => arrivedAtMs.has(id))
    },
    { timeoutMs: 120_000, everyMs: 1_000, what: 'all to be accounts in Gradient' },
  )
  return [...answeredAtMs].map(([id, ms]) => Math.max(0, (arrivedAtMs.get(id) ?? Number.NaN) - ms))
}
