import { RATES } from './rates.ts'

/**
 * Test files that take long, about the longest first, as the end of a run names them: begun last, one of them would hold everybody up alone. The
 * two that kill and start processes all the time do not stand together, nor the second beside what walks in a browser for minutes.
 */
export const LONG_FILES = [
  'test/faults/faults.test.ts',
  'test/pages/numbers.test.ts',
  'test/pages/console-numbers.test.ts',
  'test/deploy/replay.test.ts',
  'test/faults/whole.test.ts',
  'test/pages/console-orders.test.ts',
  'test/npm-start/running.test.ts',
  'test/pages/connect.test.ts',
  'test/system/calendar-restarts.test.ts',
  'test/system/console-board.test.ts',
  'test/system/keys.test.ts',
  'test/system/moods.test.ts',
  'test/system/rate-limited.test.ts',
  'test/model/protocol.test.ts',
]
const FIRST = [...LONG_FILES, ...RATES]

/** Test files that wait for most of their time, about the longest first: together they would leave the cores idle. */
export const WAITING_FILES = [
  'services/scheduler/test/operators-orders.test.ts',
  'services/scheduler/test/between-sweeps.test.ts',
  'services/gateway/test/process.test.ts',
  'services/gateway/test/redis-down.test.ts',
  'services/console/test/events.test.ts',
  'scripts/start/test/supervisor.test.ts',
  'services/console/test/process.test.ts',
  'services/console/test/operator-command.test.ts',
  'services/console/test/ops-command.test.ts',
]

/**
 * Puts the long files in front, and those that wait at even distances among the others of their project, the longest first. Files of a project stay together, those of the long ones'
 * first, since its processes end where another's turn is.
 */
export function orderFiles<File>(files: File[], of: (file: File) => { path: string; project: string }): File[] {
  const rankIn = (list: string[], file: File) => list.findIndex((name) => of(file).path.endsWith(`/${name}`))
  const inOrderOf = (list: string[], some: File[]) =>
    some.filter((file) => rankIn(list, file) !== -1).toSorted((one, other) => rankIn(list, one) - rankIn(list, other))
  const first = inOrderOf(FIRST, files)
  const rest = files.filter((file) => rankIn(FIRST, file) === -1)
  const projects = new Set([...first, ...rest].map((file) => of(file).project))
  const spread = [...projects].flatMap((project) => {
    const own = rest.filter((file) => of(file).project === project)
    const waiting = inOrderOf(WAITING_FILES, own)
    const busy = own.filter((file) => !waiting.includes(file))
    const turns = Math.max(waiting.length, 1)
    const each = Math.ceil(busy.length / turns)
    return Array.from({ length: turns }, (_, turn) => [
      ...waiting.slice(turn, turn + 1),
      ...busy.slice(turn * each, (turn + 1) * each),
    ]).flat()
  })
  return [...first, ...spread]
}
