import { createLog, parseEnv, run } from '@bridge/runtime'
import { buildSandbox } from './app.ts'
import { config } from './config.ts'

const { host, port, logLevel, ...settings } = parseEnv(config, process.env)
const log = createLog({ name: 'sandbox', level: logLevel })

await run(log, async () => {
  const app = await buildSandbox({ ...settings, log })
  const address = await app.listen({ host, port })
  log.info({ address, baseUrl: `${address}/api` }, 'sandbox of Gradient is ready')
  return app
})
