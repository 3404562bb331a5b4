import { createLog, run, systemClock } from '@bridge/runtime'
import { readConfig } from './config.ts'
import { startBillingWorker } from './worker.ts'

const config = readConfig(process.env)
const log = createLog({ name: 'billing-worker', level: config.logLevel })

await run(log, () => startBillingWorker({ config, log, clock: systemClock }))
