import { chmodSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseReachable } from '@bridge/servers'

/** Linux' memory as a folder; what a container gives it is often less than a test run needs. */
const IN_MEMORY = '/dev/shm'
const TMPFS = 0x01_02_19_94
const ENOUGH_BYTES = 4 * 2 ** 30

/**
 * A new folder for a server's files that lives as long as one test run; also the server's own user can reach it. Vitest's lie in memory where there is enough: each test file
 * clones a database of some hundred files and drops it, and a file system on a disk spends longer looking for places for them than Postgres spends on the tests. What a
 * killed server has written stays there as on a disk. What is measured (bench/) lies on the disk.
 */
export function makeTestHome(): string {
  const inMemory = process.env['VITEST'] !== undefined && isRoomInMemory() ? [IN_MEMORY] : []
  const home = mkdtempSync(join(chooseReachable([...inMemory, tmpdir(), '/var/tmp', '/tmp']), 'gradient-bridge-test-'))
  chmodSync(home, 0o755)
  return home
}

function isRoomInMemory(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(IN_MEMORY)
    return type === TMPFS && bavail * bsize >= ENOUGH_BYTES
  } catch {
    return false
  }
}
