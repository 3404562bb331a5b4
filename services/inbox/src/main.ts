import { createLog, parseEnv, run, systemClock } from '@bridge/runtime'
import { config } from './config.ts'
import { startInbox } from './inbox.ts'

const { logLevel, ...settings } = parseEnv(config, process.env)
const log = createLog({ name: 'inbox', level: logLevel })

await run(log, async () => {
  const inbox = await startInbox({ ...settings, log, clock: systemClock })
  log.info({ address: inbox.address, smtpUrl: inbox.smtpUrl }, 'inbox for mails is ready')
  return inbox
})
