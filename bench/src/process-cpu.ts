import { readFileSync } from 'node:fs'

/** Linux counts a process's time in hundredths of a second (`man 5 proc`, utime and stime, in clock ticks). */
const TICKS_PER_SECOND = 100

/** The CPU seconds that these processes have used since they began, user and system (Linux only; NaN elsewhere). */
export function cpuSecondsOf(pids: number[]): number {
  if (process.platform !== 'linux') return Number.NaN
  return pids.reduce((sum, pid) => sum + cpuTicks(pid), 0) / TICKS_PER_SECOND
}

function cpuTicks(pid: number): number {
  // The command's name, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return Number(fields[11]) + Number(fields[12])
}
