import { readdirSync, readFileSync } from 'node:fs'
import type { Db } from '@bridge/db'
import type { Redis } from 'ioredis'
import { sql } from 'kysely'

/** Linux counts a process's time in hundredths of a second (`man 5 proc`). */
const SECONDS_PER_TICK = 0.01

/** The CPU seconds of a Postgres on this machine so far: of its first process, all that it started, and those of these that have ended (Linux only; NaN elsewhere). */
export async function postgresCpuSeconds(db: Db): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  const first = statOf(rows[0]?.pid ?? 0)?.parent
  if (first === undefined) return Number.NaN
  let ticks = 0
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined
    if (stat && Number(entry) === first) ticks += stat.own + stat.ended
    if (stat?.parent === first) ticks += stat.own
  }
  return ticks * SECONDS_PER_TICK
}

/** What a Redis says of itself: its CPU seconds so far, and the bytes that it holds. */
export async function redisFigures(redis: Redis): Promise<{ cpuSeconds: number; usedMb: number }> {
  const [cpu, memory] = await Promise.all([redis.info('cpu'), redis.info('memory')])
  const figure = (info: string, name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1])
  return {
    cpuSeconds: figure(cpu, 'used_cpu_sys') + figure(cpu, 'used_cpu_user'),
    usedMb: figure(memory, 'used_memory') / 2 ** 20,
  }
}

/** Of one process: its parent, its own time, and that of its children that have ended. Undefined where it is gone. */
function statOf(pid: number): { parent: number; own: number; ended: number } | undefined {
  try {
    // The command's name, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return {
      parent: Number(fields[1]),
      own: Number(fields[11]) + Number(fields[12]),
      ended: Number(fields[13]) + Number(fields[14]),
    }
  } catch {
    return undefined
  }
}
