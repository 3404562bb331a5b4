import { availableParallelism, cpus, totalmem } from 'node:os'

/** The machine that the figures are of, in one line. */
export function describeMachine(): string {
  const memoryGiB = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memoryGiB} GiB, Node ${process.versions.node}, ${process.platform}`
}
