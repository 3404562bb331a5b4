import { setTimeout as delay } from 'node:timers/promises'
import type { WholeSystem } from '@bridge/testkit'
import { sql } from 'kysely'
import {
  accountsArePresent,
  BUDGET,
  companyNames,
  connectPartner,
  loadCompanies,
  orderRun,
  runIsFinished,
  startFleet,
} from './fleet.ts'
import { cpuSecondsOf } from './process-cpu.ts'
import { report } from './report.ts'
import { formatSpread, percentileOf, spreadOf } from './statistics.ts'
import { type Arrival, budgetUsed, lateness, type PartnerPart } from './wall-figures.ts'

// A month's run of 10,000 companies at Gradient's limit, three processes of each worker kind; names change and partners connect meanwhile.
const ROUNDS = Number(process.argv[2] ?? 3)
/** From 10 companies to 190, so that fairness has something to show: 10,000 in all. */
const SIZES = Array.from({ length: 100 }, (_, partner) => 10 + Math.round((partner * 180) / 99))
const RENAMED_EACH = 10
const RENAME_AFTER_MS = 10_000
const NEWCOMERS = Array.from({ length: 20 }, (_, newcomer) => `new${newcomer}`)
const CONNECT_EVERY_MS = 3_000

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
    { what: 'budget used, middle 90 %', figure: spread(({ used }) => used * 100, 1), goal: 'at least 98' },
    { what: 'calls refused (429)', figure: spread(({ refused }) => refused, 0), goal: '0' },
    { what: 'most calls in one second', figure: spread(({ mostInOneSecond }) => mostInOneSecond, 0), goal: '' },
    {
      what: 'a connect in mid-run, p95 ms',
      figure: spread(({ connectMs }) => percentileOf(connectMs, 95), 0),
      goal: 'under 1000',
    },
    { what: 'latest partner, times its fair share', figure: spread(({ latest }) => latest, 2), goal: 'at most 1.20' },
    { what: 'CPU of our processes, cores', figure: spread(({ cores }) => cores, 2), goal: 'under 0.33' },
  ],
  `the wall of ${BUDGET} calls a second reached and held; ${ROUNDS} rounds`,
)

async function measure(): Promise<Round> {
  const system = await startFleet()
  try {
    await loadCompanies(system, new Map(SIZES.map((size, partner) => [`p${partner}`, companyNames(size)])))
    for (const partner of SIZES.keys()) await connectPartner(system, `p${partner}`)
    await accountsArePresent(
      system,
      SIZES.reduce((sum, size) => sum + size, 0),
    )
    await loadCompanies(system, new Map(NEWCOMERS.map((newcomer) => [newcomer, companyNames(5)])))
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
  const id = await orderRun(system)
  const meanwhile = renameAndConnect(system)
  await runIsFinished(system, id)
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
    latest: Math.max(...lateness(await parts(system))),
    cores,
  }
}

/** New names for companies of every other partner, one call each from the same budget; then persons who paste a key: how long each of them waited, in ms. */
async function renameAndConnect(system: WholeSystem): Promise<number[]> {
  await delay(RENAME_AFTER_MS)
  const renamed = [...SIZES.keys()].filter((partner) => partner % 2 === 0)
  await loadCompanies(system, new Map(renamed.map((partner) => [`p${partner}`, companyNames(RENAMED_EACH, 'Renamed')])))
  const waited: number[] = []
  for (const newcomer of NEWCOMERS) {
    await delay(CONNECT_EVERY_MS)
    waited.push(await connectPartner(system, newcomer))
  }
  return waited
}

/** Of each partner that the run began with, how many counts it was sent, and the place of the last among all; closing calls are none. */
async function parts(system: WholeSystem): Promise<PartnerPart[]> {
  const { rows } = await sql<PartnerPart>`
    with sent as (
      select p.partner_id, row_number() over (order by min(a.started_at)) as place
      from push p join attempt a on a.push_id = p.id and a.no_build
      where p.partner_id like 'p%'
      group by p.id)
    select count(*)::integer as counts, max(place)::integer as "lastPlace" from sent group by partner_id`.execute(
    system.db,
  )
  return rows
}
