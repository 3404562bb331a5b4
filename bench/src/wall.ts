import { setTimeout as delay } from 'node:timers/promises'
import { lastClosedPeriod } from '@bridge/domain'
import { startWholeSystem, type WholeSystem, waitFor } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { cpuSecondsOf } from './process-cpu.ts'
import { report } from './report.ts'
import { formatSpread, spreadOf } from './statistics.ts'
import { type Arrival, budgetUsed, lateness, type PartnerPart, quantile } from './wall-figures.ts'

// A month's run of 10,000 companies at Gradient's limit, three processes of each worker kind; names change and partners connect meanwhile.
const ROUNDS = Number(process.argv[2] ?? 3)
const BUDGET = 95
const PARTNERS = 100
/** From 10 companies to 190, so that fairness has something to show. */
const companiesOf = (partner: number) => 10 + Math.round((partner * 180) / (PARTNERS - 1))
const RENAMED_PARTNERS = 50
const RENAMED_EACH = 10
const CONNECTS = 20
const CONNECT_EVERY_MS = 3_000
const PERIOD = lastClosedPeriod(new Date(), 'America/New_York')

interface Round {
  seconds: number
  used: number
  refused: number
  mostInOneSecond: number
  connectMs: number[]
  latest: number
  cores: number
}

const rounds: Round[] = []
for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure())

const spread = (pick: (round: Round) => number, digits: number) => formatSpread(spreadOf(rounds.map(pick)), digits)
report(
  'wall',
  [
    { what: 'the run, seconds', figure: spread(({ seconds }) => seconds, 1), goal: '' },
    { what: 'budget used, middle 90 %', figure: spread(({ used }) => used * 100, 1), goal: 'at least 98 %' },
    { what: 'calls refused (429)', figure: spread(({ refused }) => refused, 0), goal: '0' },
    { what: 'most calls in one second', figure: spread(({ mostInOneSecond }) => mostInOneSecond, 0), goal: '' },
    {
      what: 'a connect in mid-run, p95 ms',
      figure: spread(({ connectMs }) => quantile(connectMs, 0.95), 0),
      goal: 'under 1000',
    },
    {
      what: 'latest partner, times its fair share',
      figure: spread(({ latest }) => latest, 2),
      goal: 'at most 1.20',
    },
    { what: 'CPU of our processes, cores', figure: spread(({ cores }) => cores, 2), goal: 'under 0.33' },
  ],
  `the wall of ${BUDGET} calls a second reached and held; ${ROUNDS} rounds`,
)

async function measure(): Promise<Round> {
  const system = await startWholeSystem({
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
  try {
    await givenPartners(
      system,
      'p',
      Array.from({ length: PARTNERS }, (_, partner) => companiesOf(partner)),
    )
    for (let partner = 0; partner < PARTNERS; partner += 1) await connect(system, `p${partner}`)
    await accountsArePresent(system)
    await givenPartners(
      system,
      'new',
      Array.from({ length: CONNECTS }, () => 5),
    )
    await system.control('PUT', 'faults', { latencyMs: { min: 20, max: 200 } })
    await system.control('DELETE', 'calls')
    return await run(system)
  } finally {
    await system.close()
  }
}

async function run(system: WholeSystem): Promise<Round> {
  const pids = [...system.services.values()].map((service) => service.pid())
  const [startedMs, cpuBefore] = [performance.now(), cpuSecondsOf(pids)]
  const ordered = await system.call('POST', '/v1/billing-runs', { period: PERIOD })
  const { id } = ordered.body as { id: string }
  const meanwhile = rename(system).then(() => connectNewcomers(system))
  await waitFor(async () => (await runOf(system, id)).finishedAt !== null, {
    timeoutMs: 600_000,
    everyMs: 250,
    what: 'the run',
  })
  const seconds = (performance.now() - startedMs) / 1_000
  const cores = (cpuSecondsOf(pids) - cpuBefore) / seconds
  const connectMs = await meanwhile
  const calls = (await system.control('GET', 'calls')) as Arrival[]
  const { maxCallsInOneSecond } = (await system.control('GET', 'stats')) as { maxCallsInOneSecond: number }
  return {
    seconds,
    used: budgetUsed(calls, BUDGET),
    refused: calls.filter(({ answered }) => answered === 429).length,
    mostInOneSecond: maxCallsInOneSecond,
    connectMs,
    latest: Math.max(...lateness(await parts(system, id))),
    cores,
  }
}

async function runOf(system: WholeSystem, id: string) {
  return (await system.call('GET', `/v1/billing-runs/${id}`)).body as { finishedAt: string | null }
}

/** New names for companies of half of the partners: one call each, from the same budget. */
async function rename(system: WholeSystem): Promise<void> {
  await delay(10_000)
  const lines = Array.from({ length: RENAMED_PARTNERS }, (_, partner) =>
    Array.from({ length: RENAMED_EACH }, (_each, company) => line(`p${partner * 2}`, company, 'renamed')),
  )
  await load(system, lines.flat())
}

/** Persons who paste a key and wait: how long each waited, in milliseconds. */
async function connectNewcomers(system: WholeSystem): Promise<number[]> {
  const waited: number[] = []
  for (let newcomer = 0; newcomer < CONNECTS; newcomer += 1) {
    await delay(CONNECT_EVERY_MS)
    waited.push(await connect(system, `new${newcomer}`))
  }
  return waited
}

async function connect(system: WholeSystem, partnerId: string): Promise<number> {
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

async function givenPartners(system: WholeSystem, prefix: string, sizes: number[]): Promise<void> {
  await load(
    system,
    sizes.flatMap((companies, partner) =>
      Array.from({ length: companies }, (_, company) => line(`${prefix}${partner}`, company, 'Company')),
    ),
  )
}

const line = (partnerId: string, company: number, name: string) =>
  JSON.stringify({
    partner_id: partnerId,
    partner_name: partnerId,
    company_id: `c${company}`,
    company_name: `${name} ${company}`,
    period: PERIOD,
    billable_users: company + 1,
  })

async function load(system: WholeSystem, lines: string[]): Promise<void> {
  const answer = await system.call('POST', '/v1/imports', `${lines.join('\n')}\n`, 'application/x-ndjson')
  const { accepted } = answer.body as { accepted: number }
  if (accepted !== lines.length) throw new Error(`the import took ${accepted} of ${lines.length} lines`)
}

async function accountsArePresent(system: WholeSystem): Promise<void> {
  const wanted = Array.from({ length: PARTNERS }, (_, partner) => companiesOf(partner)).reduce((sum, n) => sum + n, 0)
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

/** When each partner that the run began with was sent its last count; its closing call is not one. */
async function parts(system: WholeSystem, runId: string): Promise<PartnerPart[]> {
  const rows = await system.db
    .selectFrom('push as p')
    .innerJoin('attempt as a', 'a.push_id', 'p.id')
    .innerJoin('billing_run as r', (join) => join.on('r.id', '=', runId))
    .where('p.partner_id', 'like', 'p%')
    .where('a.no_build', '=', true)
    .select(({ fn, ref }) => [
      fn.count<string>('p.id').distinct().as('counts'),
      fn.max('a.started_at').as('last'),
      fn.min(ref('r.started_at')).as('began'),
    ])
    .groupBy('p.partner_id')
    .execute()
  return rows.map(({ counts, last, began }) => ({
    counts: Number(counts),
    lastAfterSeconds: (Number(last) - Number(began)) / 1_000,
  }))
}
