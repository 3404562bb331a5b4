import Fastify from 'fastify'
import { Pool } from 'pg'

/** What any route that writes one row costs: Fastify, pg with as many connections as the gateway has, one statement, nothing else. */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 24 })
const app = Fastify()
app.put<{ Params: { partnerId: string; companyId: string; period: string }; Body: { billableUsers: number } }>(
  '/v1/partners/:partnerId/companies/:companyId/usage/:period',
  async ({ params, body }) => {
    const { rows } = await pool.query(
      `insert into bare_usage (partner_id, company_id, period, billable_users, revision) values ($1, $2, $3, $4, 1)
       on conflict (partner_id, company_id, period) do update
       set billable_users = excluded.billable_users, revision = bare_usage.revision + 1 returning *`,
      [params.partnerId, params.companyId, params.period, body.billableUsers],
    )
    return rows[0]
  },
)
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ url })}\n`)
process.once('SIGTERM', () => void app.close().then(() => pool.end()))
