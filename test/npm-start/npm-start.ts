import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { waitFor } from '@bridge/testkit'

export const root = resolve(import.meta.dirname, '../..')
export const READY_WITHIN_MS = 60_000

/** The ready file, as gateway-api fixes its names. */
interface Ready {
  gateway: string
  portal: string
  links: string
  console: string
  sandbox: string
  inbox: string
  integrationToken: string
  databaseUrl: string
  redisUrl: string
  pids: Record<string, number>
}

/** One `npm start` under way. */
export interface Started {
  child: ChildProcess
  exited: Promise<number | null>
  output: () => string
}

/** `npm start` on a data folder of a test file's own. */
export interface NpmStart {
  /** In which everything is kept. */
  data: string
  /** For `--ready-file`. */
  readyFile: string
  /** Runs it as the bootstrap would. */
  start(args: string[], env?: NodeJS.ProcessEnv): Started
  readReady(): Ready
  /** Waits for the ready file of a start that was told to write it. Throws with its output where that has ended. */
  untilReady(started: Started): Promise<Ready>
  /** `npm run token`, `operator` or `ops`, with `--json`: they find the database of the start that runs. */
  command<Answer>(main: string, args: string[]): Promise<Answer>
  /** Stops what still runs, and removes the folder. */
  close(): Promise<void>
}

export function openNpmStart(): NpmStart {
  const home = mkdtempSync(join(tmpdir(), 'gradient-bridge-start-'))
  // Reachable by Postgres' own user, so that the database lies in it too and goes with it.
  chmodSync(home, 0o755)
  const data = join(home, 'data')
  const readyFile = join(home, 'ready.json')
  const running = new Set<Started>()

  function envWith(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env
    return { ...inherited, BRIDGE_DATA_FOLDER: data, ...more }
  }

  function readReady(): Ready {
    return JSON.parse(readFileSync(readyFile, 'utf8')) as Ready
  }

  return {
    data,
    readyFile,
    readReady,
    start(args, env = {}) {
      if (args.includes(readyFile)) rmSync(readyFile, { force: true })
      const main = join(root, 'scripts/start/start-main.ts')
      const child = spawn(process.execPath, [main, ...args], { cwd: root, env: envWith(env) })
      let output = ''
      const collect = (chunk: Buffer) => {
        output += chunk.toString()
      }
      child.stdout.on('data', collect)
      child.stderr.on('data', collect)
      const exited = new Promise<number | null>((settle) => child.once('exit', settle))
      const started = { child, exited, output: () => output }
      running.add(started)
      return started
    },
    untilReady: (started) =>
      waitFor(
        () => {
          if (started.child.exitCode !== null) throw new Error(started.output())
          return readReady()
        },
        { timeoutMs: READY_WITHIN_MS, everyMs: 100 },
      ),
    async command(main, args) {
      const words = [join(root, 'scripts/service-command.ts'), `services/${main}-main.ts`, ...args, '--json']
      const { stdout } = await promisify(execFile)(process.execPath, words, { env: envWith({}) })
      return JSON.parse(stdout)
    },
    async close() {
      for (const { child, exited } of running) {
        child.kill('SIGTERM')
        await exited
      }
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Ends it by a signal; answers its exit code and how long it took. */
export async function stopBy(signal: NodeJS.Signals, { child, exited }: Started) {
  const startedMs = performance.now()
  child.kill(signal)
  const code = await exited
  return { code, tookMs: performance.now() - startedMs }
}
