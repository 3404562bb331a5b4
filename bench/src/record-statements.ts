import type { Pool, PoolClient } from 'pg'

interface Statement {
  text: string
  values: unknown[]
}

/** A statement with how long it took, and its plan; that is made by another run of it, which takes longer, since each step is timed. */
export interface Planned {
  ms: number
  text: string
  plan: string
}

/** Only these are run once more for their plan. */
const READS = /^\s*(select|with)\b/i
const WRITES = /\b(insert\s+into|update\s+\w+\s+(\w+\s+)?set|delete\s+from)\b/i

/** Sees the statements that go through a pool, from before its first connection on. */
export function recordStatements(pool: Pool) {
  let recorded: Statement[] | undefined
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    Object.assign(client, {
      query: (...args: unknown[]) => {
        const [statement, values] = args
        if (typeof statement === 'object' && statement !== null && 'text' in statement)
          recorded?.push({ values: [], ...statement } as Statement)
        else if (typeof statement === 'string') recorded?.push({ text: statement, values: (values as unknown[]) ?? [] })
        return query(...args)
      },
    })
  })
  return {
    /** Does something, and answers the plans of what it read meanwhile. */
    async plansOf(read: () => Promise<unknown>): Promise<Planned[]> {
      const statements: Statement[] = []
      recorded = statements
      await read().finally(() => {
        recorded = undefined
      })
      const planned: Planned[] = []
      for (const { text, values } of statements) {
        if (!READS.test(text) || WRITES.test(text)) continue
        const startedMs = performance.now()
        await pool.query(text, values)
        const ms = performance.now() - startedMs
        const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
          `explain (analyze, buffers, costs off) ${text}`,
          values,
        )
        planned.push({ ms, text, plan: rows.map((row) => row['QUERY PLAN']).join('\n') })
      }
      return planned
    },
  }
}
