import { parseArgs } from 'node:util'
import { consoleReads } from './console-reads.ts'
import { consoleRoutes } from './console-routes.ts'
import { type ConsoleUnderBench, prepareConsole } from './console-under-bench.ts'
import { describeMachine } from './machine.ts'
import { type Planned, recordStatements } from './record-statements.ts'
import { percentileOf, spreadOf } from './statistics.ts'

const USAGE = `What the console's pages ask for, over HTTP as an operator, at a million pushes. Exit code 1: a median is over the limit.

  --pushes N     pushes (default 1000000)
  --attempts N   calls (default three for each push)
  --rounds N     how often each is asked (default 15, after 3 that do not count)
  --json         one line of JSON instead of tables

BENCH_DATABASE_URL: a database that bench/src/seed-console.ts has filled, since filling one takes minutes.
`
const LIMIT_MS = 300
const WARM_UP = 3
const STARTS = 5
const PLANS = 5
const PLAN_LINES = 28
const LINE_LETTERS = 150

interface Row {
  what: string
  medianMs: number
  p95Ms: number
  mostMs: number
  kB: number
  verdict: 'ok' | 'too slow'
}

interface Heavy extends Planned {
  of: string
}

const text = { type: 'string' } as const
const { values } = parseArgs({
  options: { pushes: text, attempts: text, rounds: text, json: { type: 'boolean', default: false } },
})
const pushes = Number(values.pushes ?? 1_000_000)
const [attempts, rounds] = [Number(values.attempts ?? pushes * 3), Number(values.rounds ?? 15)]
if ([pushes, attempts, rounds].every((number) => Number.isInteger(number) && number > 0)) {
  process.exitCode = await main()
} else {
  process.stderr.write(USAGE)
  process.exitCode = 64
}

async function main(): Promise<number> {
  let recorder: ReturnType<typeof recordStatements> | undefined
  const prepared = await prepareConsole({
    pushes,
    attempts,
    databaseUrl: process.env['BENCH_DATABASE_URL'],
    watch: (pool) => {
      recorder = recordStatements(pool)
    },
  })
  try {
    const rows = [...(await measureRoutes(prepared)), await measureStarts(prepared)]
    const reads = await consoleReads(prepared.db)
    const heaviest = await heaviestPlans(reads, async (read) => (await recorder?.plansOf(read)) ?? [])
    print(rows, heaviest)
    return rows.every(({ verdict }) => verdict === 'ok') ? 0 : 1
  } finally {
    await prepared.close()
  }
}

async function measureRoutes({ startConsole }: ConsoleUnderBench): Promise<Row[]> {
  const { ask, stop } = await startConsole()
  const rows: Row[] = []
  for (const { what, method, path, body } of await consoleRoutes(ask)) {
    const ms: number[] = []
    let bytes = 0
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const startedMs = performance.now()
      const answer = await ask(method, path, body)
      if (round >= 0) ms.push(performance.now() - startedMs)
      bytes = JSON.stringify(answer).length
    }
    rows.push(rowOf(what, ms, bytes))
  }
  await stop()
  return rows
}

/** The first overview of consoles that were just started: nothing of it is known there yet. */
async function measureStarts({ startConsole }: ConsoleUnderBench): Promise<Row> {
  const ms: number[] = []
  let bytes = 0
  for (let start = 0; start < STARTS; start += 1) {
    const { ask, stop } = await startConsole()
    await ask('GET', '/api/session')
    const startedMs = performance.now()
    const answer = await ask('GET', '/api/overview')
    ms.push(performance.now() - startedMs)
    bytes = JSON.stringify(answer).length
    await stop()
  }
  return rowOf('overview, the first after a start', ms, bytes)
}

function rowOf(what: string, ms: number[], bytes: number): Row {
  const { median, most } = spreadOf(ms)
  const rounded = (value: number) => Math.round(value * 10) / 10
  return {
    what,
    medianMs: rounded(median),
    p95Ms: rounded(percentileOf(ms, 95)),
    mostMs: rounded(most),
    kB: rounded(bytes / 1_000),
    verdict: median <= LIMIT_MS ? 'ok' : 'too slow',
  }
}

/** The five statements that took longest of all that are read, each once. */
async function heaviestPlans(
  reads: Record<string, () => Promise<unknown>>,
  plansOf: (read: () => Promise<unknown>) => Promise<Planned[]>,
): Promise<Heavy[]> {
  const byText = new Map<string, Heavy>()
  for (const [of, read] of Object.entries(reads)) {
    for (const planned of await plansOf(read)) {
      const known = byText.get(planned.text)
      if (!known || known.ms < planned.ms) byText.set(planned.text, { of, ...planned })
    }
  }
  return [...byText.values()].toSorted((a, b) => b.ms - a.ms).slice(0, PLANS)
}

function print(rows: Row[], heaviest: Heavy[]): void {
  const goal = `each within ${LIMIT_MS} ms at the median, at ${pushes} pushes and ${attempts} calls`
  const machine = describeMachine()
  if (values.json) {
    const plans = heaviest.map(({ of, ms, plan }) => ({ of, ms, plan }))
    process.stdout.write(`${JSON.stringify({ bench: 'console', machine, goal, limitMs: LIMIT_MS, rows, plans })}\n`)
    return
  }
  process.stdout.write(`\npages of the console · ${machine}\n`)
  console.table(rows)
  process.stdout.write(`Goal: ${goal}\n`)
  for (const { of, ms, plan } of heaviest) process.stdout.write(`\n${of}: ${ms.toFixed(1)} ms\n${shortened(plan)}\n`)
}

/** The plan's first lines, none too long to be read. */
function shortened(plan: string): string {
  const lines = plan.split('\n').map((line) => (line.length > LINE_LETTERS ? `${line.slice(0, LINE_LETTERS)}…` : line))
  const left = lines.length - PLAN_LINES
  return [...lines.slice(0, PLAN_LINES), ...(left > 0 ? [`… ${left} lines more (--json has all)`] : [])].join('\n')
}
