import { sql } from 'kysely'
import pg from 'pg'
import { type Fault, inTheMiddle, lasting, msSince, RECOVER_WITHIN_MS } from './fault.ts'
import { settled } from './verdict.ts'

/** Postgres is killed in mid-run, with `kill -9`, and started again. */
export const postgresRestarted: Fault = {
  name: 'Postgres killed and restarted',
  async inject(input) {
    const { system, fleet, long } = input
    const times = long ? 5 : 1
    let recoverMs = 0
    for (let time = 0; time < times; time += 1) {
      await inTheMiddle(input)
      await system.postgres.kill()
      await lasting(long ? 5_000 : 1_500)
      await system.postgres.restart()
      const sinceMs = performance.now()
      await settled(system, fleet, RECOVER_WITHIN_MS)
      recoverMs = Math.max(recoverMs, msSince(sinceMs))
    }
    return { times, recoverMs }
  },
}

/** Every connection of ours is cut, whatever statement or transaction it is in. */
export const connectionsCut: Fault = {
  name: 'Postgres connections cut',
  async inject(input) {
    const times = input.long ? 100 : 10
    await inTheMiddle(input)
    for (let time = 0; time < times; time += 1) {
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where pid <> pg_backend_pid() and application_name <> 'faults' and backend_type = 'client backend'`.execute(
        input.system.db,
      )
      await lasting(input.random() * 300)
      if (time % 25 === 24) await inTheMiddle(input)
    }
    const sinceMs = performance.now()
    await settled(input.system, input.fleet, RECOVER_WITHIN_MS)
    return { times, recoverMs: msSince(sinceMs) }
  },
}

/** Nobody can read or write the ledger for longer than a statement may take. */
export const ledgerLocked: Fault = {
  name: 'Statement timeout (ledger locked)',
  async inject(input) {
    const times = input.long ? 5 : 1
    for (let time = 0; time < times; time += 1) {
      await inTheMiddle(input)
      await input.system.db.transaction().execute(async (tx) => {
        await sql`lock table push in access exclusive mode`.execute(tx)
        await lasting(3_000)
      })
    }
    const sinceMs = performance.now()
    await settled(input.system, input.fleet, RECOVER_WITHIN_MS)
    return { times, recoverMs: msSince(sinceMs) }
  },
}

/** Somebody else takes every connection that Postgres has to give, after ours were cut. */
export const connectionsExhausted: Fault = {
  name: 'Postgres out of connections',
  async inject(input) {
    const times = input.long ? 5 : 1
    for (let time = 0; time < times; time += 1) {
      await inTheMiddle(input)
      await exhaust(input.system.postgres.url)
    }
    const sinceMs = performance.now()
    await settled(input.system, input.fleet, RECOVER_WITHIN_MS)
    return { times, recoverMs: msSince(sinceMs) }
  },
}

const HELD_MS = 3_000
/** A busy machine takes its time to open a hundred connections. */
const TAKEN_WITHIN_MS = 30_000

async function exhaust(url: string): Promise<void> {
  const held: pg.Client[] = []
  const one = async () => {
    const client = new pg.Client({ connectionString: url, application_name: 'faults' })
    client.on('error', () => undefined)
    await client.connect()
    held.push(client)
    return client
  }
  const first = await one()
  await first.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name <> 'faults' and backend_type = 'client backend'`)
  const takingMs = performance.now()
  let refusedMs: number | undefined
  while (performance.now() < (refusedMs === undefined ? takingMs + TAKEN_WITHIN_MS : refusedMs + HELD_MS)) {
    await one().catch(() => {
      refusedMs ??= performance.now()
      return lasting(20)
    })
  }
  await Promise.all(held.map((client) => client.end().catch(() => undefined)))
  if (refusedMs === undefined) throw new Error('Postgres still had connections to give')
}
