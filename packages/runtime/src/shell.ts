import type { Readable } from 'node:stream'

/** `EX_USAGE` of sysexits.h: what a command was asked for cannot be understood. */
export const EXIT_USAGE = 64

/** What a command has of the shell that it is given at: what it reads, and where it answers. */
export interface Shell {
  databaseUrl: string | undefined
  input: Readable
  say(text: string): void
  complain(text: string): void
}

/** Complains, and answers the exit code that goes with it. */
export function refuse(shell: Shell, words: string, code = 1): number {
  shell.complain(words)
  return code
}

/** Whether a command is asked how it is used; then that has been said, and there is nothing else to do. */
export function saidUsage(shell: Shell, args: string[], usage: string): boolean {
  const asked = args.includes('--help') || args.includes('-h')
  if (asked) shell.say(usage)
  return asked
}

/** The shell that started this process; `env` is its environment. */
export function shellOfProcess(env: NodeJS.ProcessEnv): Shell {
  return {
    databaseUrl: env['DATABASE_URL'],
    input: process.stdin,
    say: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
  }
}
