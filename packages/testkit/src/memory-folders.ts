import { statfsSync } from 'node:fs'

/** Linux' memory as a folder; what a container gives it is often less than a test run needs. */
const IN_MEMORY = '/dev/shm'
const TMPFS = 0x01_02_19_94
const ENOUGH_BYTES = 4 * 2 ** 30

/** Where files lie in memory, if there is such a place with room for 4 GiB. */
export function memoryFolders(): string[] {
  try {
    const { type, bavail, bsize } = statfsSync(IN_MEMORY)
    return type === TMPFS && bavail * bsize >= ENOUGH_BYTES ? [IN_MEMORY] : []
  } catch {
    return []
  }
}
