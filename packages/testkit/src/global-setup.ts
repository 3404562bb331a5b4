import { resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { joinPackages } from './joined-packages/join-packages.ts'
import { makeTemplateDatabase } from './template-database.ts'
import { startTestServers } from './test-servers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testServers: { databaseUrl: string; redisUrl: string; template: string }
  }
}

interface Opened {
  given: { databaseUrl: string; redisUrl: string; template: string }
  close(): Promise<void>
}

/** The servers of this run, and how many projects still need them. Vitest loads this file anew for each project, but into the same process: what they share is kept there. */
const place = globalThis as { gradientBridgeTestRun?: { users: number; opened?: Promise<Opened> } }
place.gradientBridgeTestRun ??= { users: 0 }
const shared = place.gradientBridgeTestRun

/** Vitest's global setup of the projects that need servers: one Postgres and one Redis for the whole run, and the migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.users += 1
  shared.opened ??= open()
  const { given, close } = await shared.opened
  project.provide('testServers', given)
  return async () => {
    shared.users -= 1
    if (shared.users === 0) await close()
  }
}

async function open(): Promise<Opened> {
  // Before the processes of tests begin, which inherit it (`QUICK_START`).
  process.env['JOINED_PACKAGES'] = await joinPackages(resolve(import.meta.dirname, '../../..'))
  const servers = await startTestServers(process.env)
  try {
    const template = await makeTemplateDatabase(servers.databaseUrl)
    const { databaseUrl, redisUrl } = servers
    return {
      given: { databaseUrl, redisUrl, template: template.name },
      close: async () => {
        await template.drop()
        await servers.stop()
      },
    }
  } catch (error) {
    await servers.stop()
    throw error
  }
}
