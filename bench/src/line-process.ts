import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A process that is told and tells a line at a time. */
export interface LineProcess {
  pid: number
  /** Waits for the next line that this finds something in, and answers what. Rejects where the process ends before. */
  next(find: (line: string) => string | undefined): Promise<string>
  tell(line: string): void
  /** Waits for its own end. */
  ended(): Promise<void>
  /** Stops it and waits for its end. */
  stop(): Promise<void>
}

/** Starts one of our files as a process of its own; its errors go where ours go. */
export function startLineProcess(
  file: string,
  env: Record<string, string>,
  { args = [], nodeFlags = [] }: { args?: string[]; nodeFlags?: string[] } = {},
): LineProcess {
  const child: ChildProcess = spawn(process.execPath, [...nodeFlags, file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (!child.stdout || !child.stdin || child.pid === undefined) throw new Error(`${file} did not start`)
  const { stdin } = child
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'exit').then(([code]) => {
    if (code) throw new Error(`${file} ended with ${code}`)
  })
  ended.catch(() => {})
  return {
    pid: child.pid,
    async next(find) {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`${file} ended before it said what was waited for`)
        const found = find(value)
        if (found !== undefined) return found
      }
    },
    tell: (line) => void stdin.write(`${line}\n`),
    ended: () => ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
