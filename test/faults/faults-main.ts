import { parseArgs } from 'node:util'
import { EXIT_USAGE } from '@bridge/runtime'
import { startWholeSystem } from '@bridge/testkit'
import { makeKey } from '@bridge/vault'
import { type Fault, RECOVER_WITHIN_MS } from './fault.ts'
import { FAULTS } from './faults.ts'
import { givenFleet, orderRun } from './fleet-of-partners.ts'
import { type FaultRow, runFault } from './run-fault.ts'
import { settled } from './verdict.ts'
import { billEverything, FULL_MONTH, TENTH_OF_MONTH } from './whole.ts'

const USAGE = `Injects every kind of fault into the real system and counts what came of it.

  --long         as often, and for as long, as in docs/guarantees.md (about 20 minutes)
  --only TEXT    only the faults with this in their name; "month" is the month that is billed while all of it happens
  --no-pace      without the budget, so that counts are claimed and settled in groups; not the month
  --full         that month at its full size, 50,000 companies of 500 partners (about 15 minutes), not a tenth of it
`

/** Everything that is ready goes at once: groups form by themselves. */
const NO_PACE = { GRADIENT_PACE: 'none', SANDBOX_REQUESTS_PER_SECOND: '100000', WORKER_CONCURRENCY: '100' }

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      long: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      'no-pace': { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const only = values.only.toLowerCase()
  const paced = !values['no-pace']
  const faults = FAULTS.filter(({ name }) => name.toLowerCase().includes(only))
  const rows = faults.length > 0 ? await injectAll(faults, { long: values.long, paced }) : []
  if (rows.length > 0) console.table(rows)
  const month =
    paced && 'month'.includes(only) ? await billEverything(values.full ? FULL_MONTH : TENTH_OF_MONTH) : undefined
  if (month) console.table(Object.entries(month).map(([figure, value]) => ({ figure, value: String(value) })))
  const found = [...rows, ...(month ? [month] : [])]
  if (found.length === 0) {
    process.stderr.write(
      `Nothing was done: no fault ${paced ? '' : 'without a pace '}has "${values.only}" in its name.\n`,
    )
    return EXIT_USAGE
  }
  return found.every(
    ({ lost, doubled, wrong, outdated, deaths }) => lost + doubled + wrong + outdated + deaths.length === 0,
  )
    ? 0
    : 1
}

async function injectAll(faults: Fault[], { long, paced }: { long: boolean; paced: boolean }): Promise<FaultRow[]> {
  const system = await startWholeSystem({
    encryptionKeys: makeKey('faults'),
    billingWorkers: 5,
    env: { DATABASE_STATEMENT_TIMEOUT_MS: '1000', WORKER_CONCURRENCY: '20', ...(paced ? {} : NO_PACE) },
  })
  try {
    const fleet = await givenFleet(system, { partners: 10, companies: 40 })
    await system.control('PUT', 'faults', { latencyMs: { min: 20, max: 60 } })
    await orderRun(system)
    await settled(system, fleet, RECOVER_WITHIN_MS)
    const rows: FaultRow[] = []
    for (const fault of faults) {
      process.stderr.write(`${fault.name} …\n`)
      rows.push(await runFault(fault, { system, fleet, long, grouped: !paced, random: Math.random }))
    }
    return rows
  } finally {
    await system.close()
  }
}
