import { parseArgs } from 'node:util'
import { FAULTS } from './faults.ts'
import { givenFleet, orderRun } from './fleet-of-partners.ts'
import { type FaultRow, runFault } from './run-fault.ts'
import { startSystem } from './system.ts'
import { settled } from './verdict.ts'

const USAGE = `Injects every kind of fault into the real system and counts what came of it.

  --long         as often, and for as long, as in docs/guarantees.md (about half an hour)
  --only TEXT    only the faults with this in their name
`

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { long: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const faults = FAULTS.filter(({ name }) => name.toLowerCase().includes((values.only ?? '').toLowerCase()))
  const system = await startSystem({
    billingWorkers: 5,
    env: { DATABASE_STATEMENT_TIMEOUT_MS: '1000', WORKER_CONCURRENCY: '20' },
  })
  try {
    const fleet = await givenFleet(system, { partners: 10, companies: 40 })
    await system.control('PUT', 'faults', { latencyMs: { min: 20, max: 60 } })
    await orderRun(system)
    await settled(system, fleet, 60_000)
    const rows: FaultRow[] = []
    for (const fault of faults) {
      const row = await runFault(fault, { system, fleet, long: values.long ?? false, random: Math.random })
      process.stderr.write(`${JSON.stringify(row)}\n`)
      rows.push(row)
    }
    console.table(rows)
    return rows.every(({ lost, doubled, wrong, deaths }) => lost + doubled + wrong + deaths.length === 0) ? 0 : 1
  } finally {
    await system.close()
  }
}
