import { createLog, run, systemClock } from '@bridge/runtime'
import { readConfig } from './config.ts'
import { startGateway } from './gateway.ts'

const config = readConfig(process.env)
const log = createLog({ name: 'gateway', level: config.logLevel })

await run(log, () => startGateway({ config, log, clock: systemClock }))
