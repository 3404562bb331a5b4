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

/**
 * Test files that wait for most of their time, about the longest first: together they would leave the cores idle. They belong to the programs, of which each takes a core and more.
 */
export const WAITING_FILES = [
  'services/gateway/test/budget-without-redis.test.ts',
  'packages/gradient/test/pace-redis-trouble.test.ts',
  'services/scheduler/test/operators-orders.test.ts',
  'scripts/start/test/supervisor.test.ts',
  'packages/gradient/test/pace.test.ts',
  'packages/gradient/test/fleet.test.ts',
  'services/gateway/test/process.test.ts',
  'services/gateway/test/redis-down.test.ts',
  'services/console/test/process.test.ts',
  'services/console/test/events.test.ts',
  'services/scheduler/test/between-sweeps.test.ts',
  'services/console/test/operator-command.test.ts',
  'services/console/test/ops-command.test.ts',
]

/** Files that begin together at the start of a run: with one that waits among them a core would be idle. */
const BEGIN_TOGETHER = 3

/**
 * Puts each project's files together, since its processes end where another's turn is: the long ones first, and those that wait at even distances among them. The project of
 * the longest comes first.
 */
export function orderFiles<File>(files: File[], of: (file: File) => { path: string; project: string }): File[] {
  const rankIn = (list: string[], file: File) => list.findIndex((name) => of(file).path.endsWith(`/${name}`))
  const inOrderOf = (list: string[]) =>
    files.filter((file) => rankIn(list, file) !== -1).toSorted((one, other) => rankIn(list, one) - rankIn(list, other))
  const long = inOrderOf(LONG_FILES)
  const waiting = inOrderOf(WAITING_FILES)
  const busy = [...long, ...files.filter((file) => !long.includes(file) && !waiting.includes(file))]
  const projects = new Set([...busy, ...waiting].map((file) => of(file).project))
  return [...projects].flatMap((project) => {
    const ofProject = (some: File[]) => some.filter((file) => of(file).project === project)
    return spread(ofProject(waiting), ofProject(busy))
  })
}

/** Puts the few at even distances among the many, behind the first of those. */
function spread<File>(few: File[], many: File[]): File[] {
  const rest = many.slice(BEGIN_TOGETHER)
  const each = Math.ceil(rest.length / Math.max(few.length, 1))
  const turns = few.map((file, turn) => [file, ...rest.slice(turn * each, (turn + 1) * each)])
  return [...many.slice(0, BEGIN_TOGETHER), ...turns.flat(), ...rest.slice(turns.length * each)]
}
