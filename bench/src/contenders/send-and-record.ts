import got from 'got'
import type { Pool } from 'pg'
import type { Count } from './contender.ts'

/** What a user's script does for one company: one call, one row. No claim, no attempt of its own, no state: a crash in between is not noticed. */
export async function sendAndRecord(deps: { pool: Pool; url: string }, count: Count): Promise<void> {
  const { statusCode } = await got.post(deps.url, {
    headers: { 'Gradient-Token': 'bench' },
    json: { accountId: count.companyId, unitCount: count.unitCount },
    throwHttpErrors: false,
  })
  await deps.pool.query('insert into sent (company_id, unit_count, status) values ($1, $2, $3)', [
    count.companyId,
    count.unitCount,
    statusCode,
  ])
}
