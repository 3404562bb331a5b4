import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  findRedisProgram,
  type Guard,
  type RunningServer,
  startGuard,
  startPostgres,
  startRedis,
} from '@bridge/servers'
import { makeTestHome } from './test-home.ts'
import { waitFor } from './wait-for.ts'

/** A server of a test's own: it may be killed and started again on the same address, with its data. */
export interface ThrowawayServer {
  readonly url: string
  /** `kill -9`, as when the machine dies. */
  kill(): Promise<void>
  /** Starts it again on the same address after `kill`; `empty`: without what it had on disk (Redis only). */
  restart(options?: { empty?: boolean }): Promise<void>
  /** Stops it for good and removes its files. */
  close(): Promise<void>
}

type Start = (home: string, port: number | undefined, guard: Guard) => Promise<RunningServer>

/** Starts a Redis that only this test uses. */
export async function startThrowawayRedis(): Promise<ThrowawayServer> {
  const program = await findRedisProgram(() => undefined)
  return start((home, port, guard) =>
    startRedis({ program, home, logFile: join(home, 'log'), guard, ...(port === undefined ? {} : { port }) }),
  )
}

/** Starts an empty Postgres that only this test uses (migrate it yourself), with these settings besides ours. It syncs to disk, so that `kill` is a fair test. */
export async function startThrowawayPostgres(settings: Record<string, string> = {}): Promise<ThrowawayServer> {
  return start((home, port, guard) =>
    startPostgres({
      home,
      durable: true,
      logFile: join(home, 'log'),
      guard,
      settings,
      ...(port === undefined ? {} : { port }),
    }),
  )
}

async function start(startServer: Start): Promise<ThrowawayServer> {
  const guard = startGuard()
  const home = makeTestHome()
  guard.tell({ kind: 'remove', directory: home })
  let server = await startServer(home, undefined, guard)
  const url = server.url
  return {
    url,
    kill: async () => {
      process.kill(server.child.pid, 'SIGKILL')
      await server.child.exited
    },
    restart: async (options) => {
      if (options?.empty) rmSync(join(home, 'appendonlydir'), { recursive: true, force: true })
      // What was killed leaves children for a moment (Postgres): they hold its memory, and the next one refuses to start beside them.
      server = await waitFor(() => startServer(home, Number(new URL(url).port), guard), { everyMs: 200 })
    },
    close: async () => {
      await server.stop()
      rmSync(home, { recursive: true, force: true })
      guard.close()
    },
  }
}
