import { createLog, run, systemClock } from '@bridge/runtime'
import { readConfig } from './config.ts'
import { startAccountWorker } from './worker.ts'

const config = readConfig(process.env)
const log = createLog({ name: 'account-worker', level: config.logLevel })

await run(log, () => startAccountWorker({ config, log, clock: systemClock }))
