import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Built } from './replay-dockerfile.ts'

/** The users of the official Node image, by number: this machine need not know their names. */
const USER_IDS: Record<string, number> = { root: 0, node: 1000 }

export interface Started {
  child: ChildProcess
  /** Settles with the exit code, or null where a signal ended it. */
  exited: Promise<number | null>
  /** What it has written so far. */
  output(): string
}

/**
 * Starts a command of a built target as a container would: in its working folder, with its ENV, then `env`, and nothing of this process's own. Where
 * root asks, it runs as the target's USER.
 */
export function runBuilt(built: Built, command: string[], env: Record<string, string> = {}): Started {
  const [program = '', ...args] = command
  if (program !== 'node') throw new Error(`A target starts node, not ${program}.`)
  const id = USER_IDS[built.user]
  if (id === undefined) throw new Error(`The official Node image has no user ${built.user}.`)
  const child = spawn(process.execPath, args, {
    cwd: join(built.rootFolder, built.workdir),
    env: { ...built.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(process.getuid?.() === 0 ? { uid: id, gid: id } : {}),
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  const exited = new Promise<number | null>((settle, fail) => {
    child.once('error', fail)
    child.once('close', (code) => settle(code))
  })
  return { child, exited, output: () => output }
}
