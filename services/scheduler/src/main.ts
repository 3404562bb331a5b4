import { createLog, run, systemClock } from '@bridge/runtime'
import { readConfig } from './config.ts'
import { startScheduler } from './scheduler.ts'

const config = readConfig(process.env)
const log = createLog({ name: 'scheduler', level: config.logLevel })

await run(log, () => startScheduler({ config, log, clock: systemClock }))
