import { isPortalBuilt } from '../portal/build-portal.ts'
import { runStep } from './run-step.ts'
import { settingsFor } from './settings.ts'
import type { StartInput } from './start-context.ts'

/** Builds the partner's page where its sources have changed. Throws `StepFailedError` with the builder's words. */
export async function buildPortalIfNeeded(start: StartInput & { signal: AbortSignal }): Promise<void> {
  const { root, say, signal } = start
  if (isPortalBuilt(root)) return
  say('Building the partner’s page, once: it is new or has changed')
  const env = settingsFor(start.env, {}, [])
  const args = ['scripts/portal/build-main.ts']
  const printed = await runStep({ name: 'Building the partner’s page', cwd: root, args, env, signal })
  say(`The partner’s page is built. ${printed.split('\n').at(-1)}`)
}
