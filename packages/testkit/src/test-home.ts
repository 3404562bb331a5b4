import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseReachable } from '@bridge/servers'

/** A new folder for a server's files that lives as long as one test run; also the server's own user can reach it. It is made in the first of `preferred` that will do, else on the disk. */
export function makeTestHome(preferred: string[] = []): string {
  const home = mkdtempSync(join(chooseReachable([...preferred, tmpdir(), '/var/tmp', '/tmp']), 'gradient-bridge-test-'))
  chmodSync(home, 0o755)
  return home
}
