import { Pool } from 'pg'
import { Agent, request } from 'undici'
import { contend } from './contender.ts'

const AT_A_TIME = 50

// The bare limit: 50 at a time by the quickest client there is, and one INSERT of everything at the end. A crash before that loses all of it.
await contend(async ({ databaseUrl, url, counts }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 })
  const dispatcher = new Agent({ connections: AT_A_TIME, pipelining: 1 })
  const left = counts.values()
  const statuses = new Map<string, number>()
  const sendRest = async () => {
    for (const { companyId, unitCount } of left) {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        dispatcher,
        headers: { 'Gradient-Token': 'bench', 'content-type': 'application/json' },
        body: JSON.stringify({ accountId: companyId, unitCount }),
      })
      await body.dump()
      statuses.set(companyId, statusCode)
    }
  }
  return {
    run: async () => {
      await Promise.all(Array.from({ length: AT_A_TIME }, sendRest))
      await pool.query(
        `insert into sent (company_id, unit_count, status)
         select t.company_id, t.unit_count, s.status from unnest($1::text[], $2::integer[]) s(company_id, status)
         join to_send t using (company_id)`,
        [[...statuses.keys()], [...statuses.values()]],
      )
    },
    close: async () => {
      await dispatcher.close()
      await pool.end()
    },
  }
})
