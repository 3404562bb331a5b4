import pg from 'pg'
import { startLineProcess } from './line-process.ts'
import { cpuSecondsOf } from './process-cpu.ts'

/** One way to send counts that is not ours: a file of `contenders/`. */
export interface ContenderRound {
  file: string
  databaseUrl: string
  redisUrl: string
  gradientUrl: string
  pushes: number
}

/** Runs it over a database that has what is to be sent and a table for what was. Answers the seconds from its start to its last record, and its CPU. */
export async function runContender(round: ContenderRound): Promise<{ seconds: number; cpuSeconds: number }> {
  const client = new pg.Client({ connectionString: round.databaseUrl })
  await client.connect()
  try {
    await client.query(`
      create table to_send (company_id text primary key, unit_count integer not null);
      create table sent (
        id bigserial primary key, company_id text not null, unit_count integer not null, status integer not null,
        sent_at timestamptz not null default now())`)
    await client.query(`insert into to_send select 'c' || n, n % 500 from generate_series(1, $1::integer) n`, [
      round.pushes,
    ])
    await client.query('analyze')
    const contender = startLineProcess(`bench/src/contenders/${round.file}`, {
      DATABASE_URL: round.databaseUrl,
      REDIS_URL: round.redisUrl,
      COUNT_URL: `${round.gradientUrl}/api/vendor-api/service/bench/count?no_build=true`,
    })
    await contender.next((line) => (line === 'ready' ? line : undefined))
    const cpuBefore = cpuSecondsOf([contender.pid])
    const startedMs = performance.now()
    contender.tell('go')
    await contender.next((line) => (line === 'done' ? line : undefined))
    const seconds = (performance.now() - startedMs) / 1_000
    const cpuSeconds = cpuSecondsOf([contender.pid]) - cpuBefore
    contender.tell('end')
    await contender.ended()
    const { rows } = await client.query<{ sent: number }>(
      'select count(distinct company_id)::integer as sent from sent where status = 201',
    )
    if (rows[0]?.sent !== round.pushes) throw new Error(`${round.file} sent ${rows[0]?.sent} of ${round.pushes}`)
    return { seconds, cpuSeconds }
  } finally {
    await client.end()
  }
}
