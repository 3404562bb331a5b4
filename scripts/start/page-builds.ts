import { isPageBuilt } from '../pages/build-page.ts'
import { PAGES, type Page } from '../pages/pages.ts'
import { runStep } from './run-step.ts'
import { settingsFor } from './settings.ts'
import type { StartInput } from './start-context.ts'

/** Builds the pages whose sources have changed. Throws `StepFailedError` with the builder's words. */
export async function buildPagesIfNeeded(start: StartInput & { signal: AbortSignal }): Promise<void> {
  const due = Object.values(PAGES).filter((page) => !isPageBuilt(start.root, page))
  await Promise.all(due.map((page) => buildOne(start, page)))
}

async function buildOne({ env, root, say, signal }: StartInput & { signal: AbortSignal }, page: Page): Promise<void> {
  say(`Building the ${page.title}, once: it is new or has changed`)
  const printed = await runStep({
    name: `Building the ${page.title}`,
    cwd: root,
    args: ['scripts/pages/build-main.ts', page.name],
    env: settingsFor(env, {}, []),
    signal,
  })
  // Without the files of which it is the sum.
  const firstLoad = printed
    .split('\n')
    .at(-1)
    ?.replace(/ \(.*\)$/, '')
  say(`The ${page.title} is built. ${firstLoad}`)
}
