import { connect, getBillingRun, listCompanies } from '@bridge/db'
import Fastify from 'fastify'
import { CompiledQuery } from 'kysely'

// What any route costs that does the same one statement: Fastify, pg with as many connections as the gateway has, and nothing else: no token, no schema, no nudge.
const { db, close } = connect({
  url: process.env['DATABASE_URL'] ?? '',
  applicationName: 'bare',
  poolSize: 24,
})
const app = Fastify()

interface Report {
  Params: { partnerId: string; companyId: string; period: string }
  Body: { billableUsers: number }
}
interface Company {
  Params: { partnerId: string; companyId: string }
  Body: { name: string }
}

app.put<Report>('/v1/partners/:partnerId/companies/:companyId/usage/:period', ({ params, body }) =>
  one('select * from report_usage($1, $2, $3, $4, null)', [
    params.partnerId,
    params.companyId,
    params.period,
    body.billableUsers,
  ]),
)

app.put<Company>('/v1/partners/:partnerId/companies/:companyId', ({ params, body }) =>
  one('select * from register_company($1, $2, $3)', [params.partnerId, params.companyId, body.name]),
)

// The plainest that could be written: the row and nothing else.
app.put<Report>('/plain/v1/partners/:partnerId/companies/:companyId/usage/:period', ({ params, body }) =>
  one(
    `insert into bare_usage (partner_id, company_id, period, billable_users, revision) values ($1, $2, $3, $4, 1)
     on conflict (partner_id, company_id, period) do update
     set billable_users = excluded.billable_users, revision = bare_usage.revision + 1 returning *`,
    [params.partnerId, params.companyId, params.period, body.billableUsers],
  ),
)

app.put<Company>('/plain/v1/partners/:partnerId/companies/:companyId', ({ params, body }) =>
  one(
    `insert into bare_company (partner_id, id, name) values ($1, $2, $3)
     on conflict (partner_id, id) do update set name = excluded.name returning *`,
    [params.partnerId, params.companyId, body.name],
  ),
)

app.get<{ Params: { partnerId: string }; Querystring: { limit: string } }>(
  '/v1/partners/:partnerId/companies',
  async ({ params, query }) => ({
    data: await listCompanies(db, { partnerId: params.partnerId, afterId: '', limit: Number(query.limit) }),
  }),
)

app.get<{ Params: { runId: string } }>('/v1/billing-runs/:runId', ({ params }) => getBillingRun(db, params.runId))

async function one(text: string, values: unknown[]): Promise<unknown> {
  return (await db.executeQuery(CompiledQuery.raw(text, values))).rows[0]
}

const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ url })}\n`)
process.once('SIGTERM', () => void app.close().then(close))
