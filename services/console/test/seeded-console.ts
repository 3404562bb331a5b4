import { createTestDatabase, seedConsole } from '@bridge/testkit'
import { type Browser, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

/** A console over twelve months of 4,000 pushes, in every outcome with every cause; the newest month's run is under way. */
export interface SeededConsole extends TestConsole {
  operator: Browser
  viewer: Browser
}

/** Starts it. */
export async function startSeededConsole(): Promise<SeededConsole> {
  const database = await createTestDatabase()
  const now = new Date('2026-11-22T12:00:00Z')
  await seedConsole(database.db, { pushes: 4_000, attempts: 12_000, now, sent: 0.6 })
  const started = await startConsoleForTest({ database })
  return { ...started, operator: await started.signedIn('operator'), viewer: await started.signedIn('viewer') }
}
