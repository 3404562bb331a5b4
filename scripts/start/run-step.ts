import { execFile } from 'node:child_process'

/** A step that is a process of its own, such as the migrations, failed. */
export class StepFailedError extends Error {
  override name = 'StepFailedError'
  readonly exitCode: number
  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs a TypeScript file to its end and returns what it printed. Throws `StepFailedError` with its words when it fails. */
export function runStep(input: {
  name: string
  cwd: string
  args: string[]
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  /** What it is given to read. */
  stdin?: string
}): Promise<string> {
  const { name, cwd, args, env, signal, stdin = '' } = input
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd, env, signal, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout.trim())
        if (signal.aborted) return reject(signal.reason)
        const exitCode = typeof error.code === 'number' ? error.code : 1
        reject(new StepFailedError(`${name} failed:\n${(stderr || stdout || error.message).trim()}`, exitCode))
      },
    )
    // It may end without having read.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(stdin)
  })
}
