import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { billingSettings } from '@bridge/domain'
import { healthSettings, serviceSettings } from '@bridge/runtime'
import { gradientServiceSettings, gradientSettings } from '../../packages/gradient/src/settings.ts'

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
