import { createLog, run, systemClock } from '@bridge/runtime'
import { readConfig } from './config.ts'
import { startConsole } from './console.ts'

const config = readConfig(process.env)
const log = createLog({ name: 'console', level: config.logLevel })

await run(log, () => startConsole({ config, log, clock: systemClock }))
