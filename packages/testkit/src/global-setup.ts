import type { TestProject } from 'vitest/node'
import { makeTemplateDatabase } from './template-database.ts'
import { startTestServers } from './test-servers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testServers: { databaseUrl: string; redisUrl: string; template: string }
  }
}

/** Vitest's global setup of the integration project: one Postgres and one Redis for the whole run, and the migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startTestServers(process.env)
  try {
    const template = await makeTemplateDatabase(servers.databaseUrl)
    const { databaseUrl, redisUrl } = servers
    project.provide('testServers', { databaseUrl, redisUrl, template: template.name })
    return async () => {
      await template.drop()
      await servers.stop()
    }
  } catch (error) {
    await servers.stop()
    throw error
  }
}
