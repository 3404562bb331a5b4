import { createHash } from 'node:crypto'
import type { PostgresPool } from 'kysely'
import type { Pool, PoolClient } from 'pg'

/** Statements of our own are few; a text beyond these (a list of any length) is sent unprepared. */
const MOST_STATEMENTS = 300

/**
 * Gives each statement's text a name, so that Postgres parses and plans it once per connection and not once per call, which is
 * most of what a small statement costs. A text is prepared from its third use on; names are never reused for another text.
 *
 * Not for a pooler in front of Postgres that hands out connections per transaction (PgBouncer before 1.21).
 */
export function withPreparedStatements(pool: Pool): PostgresPool {
  const uses = new Map<string, { count: number; name: string }>()

  const nameOf = (text: string): string | undefined => {
    let known = uses.get(text)
    if (known === undefined) {
      if (uses.size >= MOST_STATEMENTS) return undefined
      known = { count: 0, name: createHash('sha1').update(text).digest('base64url') }
      uses.set(text, known)
    }
    known.count += 1
    return known.count > 2 ? known.name : undefined
  }

  const wrapped = new WeakMap<PoolClient, PoolClient>()

  const wrap = (client: PoolClient): PoolClient => {
    const query = (statement: unknown, values?: unknown[]) => {
      if (typeof statement !== 'string' || values === undefined)
        return Reflect.apply(client.query, client, [statement, values])
      const name = nameOf(statement)
      return client.query({ text: statement, values, ...(name === undefined ? {} : { name }) })
    }
    return new Proxy(client, {
      get: (target, key) => (key === 'query' ? query : Reflect.get(target, key, target)),
    })
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      const known = wrapped.get(client) ?? wrap(client)
      wrapped.set(client, known)
      return known
    },
  }
}
