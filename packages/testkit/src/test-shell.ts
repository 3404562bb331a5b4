import { Readable } from 'node:stream'
import type { Shell } from '@bridge/runtime'

/** Gives a command a shell that keeps what it says, within the test's own process, and answers as its process would: one for each costs a quarter of a second of CPU. */
export async function runInTestShell(
  command: (shell: Shell) => Promise<number>,
  given: { databaseUrl: string | undefined; input?: string },
): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const code = await command({
    databaseUrl: given.databaseUrl,
    input: Readable.from([given.input ?? '']),
    say: (text) => {
      said.out += text
    },
    complain: (text) => {
      said.err += text
    },
  })
  return { code, ...said }
}
