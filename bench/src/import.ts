import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { report } from './report.ts'
import { type GatewayUnderBench, startGatewayUnderBench } from './stack.ts'
import { formatSpread, spreadOf } from './statistics.ts'

// `import.ts <lines, or several numbers of them with commas> <rounds>`.
const SIZES = (process.argv[2] ?? '200000').split(',').map(Number)
const ROUNDS = Number(process.argv[3] ?? 3)
const COLUMNS = 'partner_id,partner_name,admin_email,company_id,company_name,period,billable_users'
const PIECE_LINES = 1_000

const TABLES: [string, (line: string, index: number) => string][] = [
  // A partner's first line is the one of company number 0 to 499.
  [
    'partner (id, name, admin_email)',
    (line) =>
      cut(line, ([id, name, email, company]) => (Number(company?.slice(8)) < 500 ? `${id},${name},${email}\n` : '')),
  ],
  [
    'company (partner_id, id, name)',
    (line) => cut(line, ([partner, , , company, name]) => `${partner},${company},${name}\n`),
  ],
  [
    'usage_count (partner_id, company_id, period, billable_users, revision)',
    (line) => cut(line, ([partner, , , company, , period, users]) => `${partner},${company},${period},${users},1\n`),
  ],
]

function cut(line: string, toLine: (cells: string[]) => string): string {
  return line === '' ? '' : toLine(line.split(','))
}

/** The rows as CSV, without a header; `shift` makes other counts. */
function* csv(lines: number, shift: number): Generator<string> {
  for (let from = 0; from < lines; from += PIECE_LINES) {
    let piece = ''
    for (let n = from; n < Math.min(lines, from + PIECE_LINES); n += 1) {
      const partner = n % 500
      piece += `partner-${partner},Partner ${partner},admin@partner-${partner}.example,company-${n},Company number ${n} Ltd,2026-10,${(n + shift) % 900}\n`
    }
    yield piece
  }
}

for (const lines of SIZES) {
  const gateway = await startGatewayUnderBench()
  try {
    await measure(gateway, lines)
  } finally {
    await gateway.close()
  }
}

interface Figures {
  seconds: number[]
  /** Of the gateway's process, where it is the gateway that does it. */
  peakMb: number[]
}

async function measure(gateway: GatewayUnderBench, lines: number): Promise<void> {
  const none = (): Figures => ({ seconds: [], peakMb: [] })
  const figures = { heap: none(), keyed: none(), tables: none(), first: none(), same: none(), changed: none() }
  await sql`create table copied (partner_id text, partner_name text, admin_email text, company_id text, company_name text, period text, billable_users integer)`.execute(
    gateway.db,
  )
  await sql`create table copied_keyed (like copied, primary key (partner_id, company_id, period))`.execute(gateway.db)
  for (let round = 0; round < ROUNDS; round += 1) {
    await sql`truncate copied, copied_keyed, partner, company, usage_count, usage_revision cascade`.execute(gateway.db)
    await timed(figures.heap, () => copyInto('copied'))
    await timed(figures.keyed, () => copyInto('copied_keyed'))
    await timed(figures.tables, copyIntoOurTables)
    await sql`truncate partner, company, usage_count, usage_revision cascade`.execute(gateway.db)
    for (const [kind, shift] of [
      [figures.first, 0],
      [figures.same, 0],
      [figures.changed, 1],
    ] as const) {
      gateway.takePeakMemoryMb()
      await timed(kind, () => importAll(shift))
      kind.peakMb.push(gateway.takePeakMemoryMb())
    }
  }
  const copySeconds = spreadOf(figures.tables.seconds).median
  const row = (what: string, { seconds, peakMb }: Figures) => ({
    what,
    seconds: formatSpread(spreadOf(seconds), 2),
    'lines/s': Math.round(lines / spreadOf(seconds).median),
    'speed beside COPY': (copySeconds / spreadOf(seconds).median).toFixed(2),
    'gateway at the most, MB': peakMb.length > 0 ? formatSpread(spreadOf(peakMb), 0) : '',
  })
  report(
    `import of ${lines} lines`,
    [
      row('COPY into a table without a key', figures.heap),
      row('COPY into a table with the key', figures.keyed),
      row('COPY of the same facts into our three tables', figures.tables),
      row('import, all new', figures.first),
      row('import, nothing new', figures.same),
      row('import, all counts changed', figures.changed),
    ],
    'all new at half the speed of COPY of the same facts into the same tables, in memory that does not grow with the file',
  )

  async function copyInto(table: string): Promise<void> {
    const client = new Client({ connectionString: gateway.databaseUrl })
    await client.connect()
    await pipeline(Readable.from(csv(lines, 0)), client.query(copyFrom(`copy ${table} from stdin (format csv)`)))
    await client.end()
  }

  /** What COPY alone takes to get to where an import gets to: three files, cut by hand beforehand, no check of anything. */
  async function copyIntoOurTables(): Promise<void> {
    const client = new Client({ connectionString: gateway.databaseUrl })
    await client.connect()
    await client.query('begin')
    for (const [into, toLine] of TABLES) {
      const theirs = (function* () {
        for (const piece of csv(lines, 0)) yield piece.split('\n').map(toLine).join('')
      })()
      await pipeline(Readable.from(theirs), client.query(copyFrom(`copy ${into} from stdin (format csv)`)))
    }
    await client.query('commit')
    await client.end()
  }

  async function importAll(shift: number): Promise<void> {
    const body = Readable.from(
      (function* () {
        yield `${COLUMNS}\n`
        yield* csv(lines, shift)
      })(),
    )
    const response = await fetch(`${gateway.url}/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'text/csv' },
      body: Readable.toWeb(body) as ReadableStream,
      duplex: 'half',
    })
    const answer = (await response.json()) as { lines: number; accepted: number }
    if (response.status !== 200 || answer.accepted !== lines)
      throw new Error(`${response.status} ${JSON.stringify(answer).slice(0, 500)}`)
  }
}

async function timed({ seconds }: Figures, work: () => Promise<void>): Promise<void> {
  const startedMs = performance.now()
  await work()
  seconds.push((performance.now() - startedMs) / 1_000)
}
