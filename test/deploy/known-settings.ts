import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { billingSettings } from '@bridge/domain'
import { healthSettings, serviceSettings } from '@bridge/runtime'
import { gradientServiceSettings, gradientSettings } from '../../packages/gradient/src/settings.ts'
import { readConfig as readAccountWorker } from '../../services/account-worker/src/config.ts'
import { readConfig as readBillingWorker } from '../../services/billing-worker/src/config.ts'
import { readConfig as readConsole } from '../../services/console/src/config.ts'
import { readConfig as readGateway } from '../../services/gateway/src/config.ts'
import { readConfig as readMailWorker } from '../../services/mail-worker/src/config.ts'
import { config as sandboxSettings } from '../../services/sandbox/src/config.ts'
import { readConfig as readScheduler } from '../../services/scheduler/src/config.ts'

export const repository = resolve(import.meta.dirname, '../..')
export const SERVICES = [
  'gateway',
  'account-worker',
  'billing-worker',
  'mail-worker',
  'scheduler',
  'console',
  'sandbox',
]

/** What reads the settings of each service. */
export const READERS: Record<string, (env: NodeJS.ProcessEnv) => unknown> = {
  gateway: readGateway,
  'account-worker': readAccountWorker,
  'billing-worker': readBillingWorker,
  'mail-worker': readMailWorker,
  scheduler: readScheduler,
  console: readConsole,
  sandbox: (env) => sandboxSettings.parse(env),
}

const SPREAD: Record<string, object> = {
  serviceSettings,
  healthSettings,
  gradientSettings,
  gradientServiceSettings,
  billingSettings,
}

/** The names of the settings in the `z.object` of a service's config.ts: its own, and those of the groups that it spreads. */
export function settingsOf(service: string): string[] {
  const source = readFileSync(`${repository}/services/${service}/src/config.ts`, 'utf8')
  const groups = [...source.matchAll(/^ {2,4}\.\.\.(\w+),$/gm)].flatMap(([, group = '']) => {
    const settings = SPREAD[group]
    if (!settings) throw new Error(`services/${service}/src/config.ts spreads ${group}, which this test does not know.`)
    return Object.keys(settings)
  })
  const own = [...source.matchAll(/^ {2,4}([A-Z][A-Z0-9_]*): /gm)].map(([, name = '']) => name)
  if (groups.length + own.length === 0) throw new Error(`No setting was found in services/${service}/src/config.ts.`)
  return [...groups, ...own]
}
