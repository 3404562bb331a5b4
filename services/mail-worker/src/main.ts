import { createLog, run, systemClock } from '@bridge/runtime'
import { readConfig } from './config.ts'
import { startMailWorker } from './worker.ts'

const config = readConfig(process.env)
const log = createLog({ name: 'mail-worker', level: config.logLevel })

await run(log, () => startMailWorker({ config, log, clock: systemClock }))
