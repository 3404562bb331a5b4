import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { report } from './report.ts'
import { startGatewayUnderBench } from './stack.ts'
import { formatSpread, spreadOf } from './statistics.ts'

const LINES = Number(process.argv[2] ?? 200_000)
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
function* csv(shift: number): Generator<string> {
  for (let from = 0; from < LINES; from += PIECE_LINES) {
    let piece = ''
    for (let n = from; n < Math.min(LINES, from + PIECE_LINES); n += 1) {
      const partner = n % 500
      piece += `partner-${partner},Partner ${partner},admin@partner-${partner}.example,company-${n},Company number ${n} Ltd,2026-10,${(n + shift) % 900}\n`
    }
    yield piece
  }
}

const gateway = await startGatewayUnderBench()
const seconds = {
  heap: [] as number[],
  keyed: [] as number[],
  tables: [] as number[],
  first: [] as number[],
  same: [] as number[],
  changed: [] as number[],
}
try {
  await sql`create table copied (partner_id text, partner_name text, admin_email text, company_id text, company_name text, period text, billable_users integer)`.execute(
    gateway.db,
  )
  await sql`create table copied_keyed (like copied, primary key (partner_id, company_id, period))`.execute(gateway.db)
  for (let round = 0; round < ROUNDS; round += 1) {
    await sql`truncate copied, copied_keyed, partner, company, usage_count, usage_revision cascade`.execute(gateway.db)
    seconds.heap.push(await timed(() => copyInto('copied')))
    seconds.keyed.push(await timed(() => copyInto('copied_keyed')))
    seconds.tables.push(await timed(copyIntoOurTables))
    await sql`truncate partner, company, usage_count, usage_revision cascade`.execute(gateway.db)
    seconds.first.push(await timed(() => importAll(0)))
    seconds.same.push(await timed(() => importAll(0)))
    seconds.changed.push(await timed(() => importAll(1)))
  }
  const copySeconds = spreadOf(seconds.tables).median
  const row = (what: string, figures: number[]) => ({
    what,
    seconds: formatSpread(spreadOf(figures), 2),
    'lines/s': Math.round(LINES / spreadOf(figures).median),
    'speed beside COPY': (copySeconds / spreadOf(figures).median).toFixed(2),
  })
  report(
    `import of ${LINES} lines, gateway's peak memory ${Math.round(gateway.peakMemoryMb())} MB`,
    [
      row('COPY into a table without a key', seconds.heap),
      row('COPY into a table with the key', seconds.keyed),
      row('COPY of the same facts into our three tables', seconds.tables),
      row('import, all new', seconds.first),
      row('import, nothing new', seconds.same),
      row('import, all counts changed', seconds.changed),
    ],
    'all new at half the speed of COPY of the same facts into the same tables, in memory that does not grow with the file',
  )
} finally {
  await gateway.close()
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return (performance.now() - startedMs) / 1_000
}

async function copyInto(table: string): Promise<void> {
  const client = new Client({ connectionString: gateway.databaseUrl })
  await client.connect()
  await pipeline(Readable.from(csv(0)), client.query(copyFrom(`copy ${table} from stdin (format csv)`)))
  await client.end()
}

/** What COPY alone takes to get to where an import gets to: three files, cut by hand beforehand, no check of anything. */
async function copyIntoOurTables(): Promise<void> {
  const client = new Client({ connectionString: gateway.databaseUrl })
  await client.connect()
  await client.query('begin')
  for (const [into, toLine] of TABLES) {
    const lines = (function* () {
      for (const piece of csv(0)) yield piece.split('\n').map(toLine).join('')
    })()
    await pipeline(Readable.from(lines), client.query(copyFrom(`copy ${into} from stdin (format csv)`)))
  }
  await client.query('commit')
  await client.end()
}

async function importAll(shift: number): Promise<void> {
  const body = Readable.from(
    (function* () {
      yield `${COLUMNS}\n`
      yield* csv(shift)
    })(),
  )
  const response = await fetch(`${gateway.url}/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(body) as ReadableStream,
    duplex: 'half',
  })
  const answer = (await response.json()) as { lines: number; accepted: number }
  if (response.status !== 200 || answer.accepted !== LINES)
    throw new Error(`${response.status} ${JSON.stringify(answer).slice(0, 500)}`)
}
