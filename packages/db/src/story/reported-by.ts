import { sql } from 'kysely'

/** The call by which a count was reported. */
export interface ReportingCall {
  /** `PUT` of one count, or an import. */
  call: 'put' | 'import'
  /** The integration token's name. */
  token: string
  /** Of an import, with the key that its caller gave it. */
  importId: string | null
  idempotencyKey: string | null
}

/** Of a report `u`; null where it is from before calls were kept. Needs `reportedByJoins`. */
export const reportedBy = sql<ReportingCall | null>`
  case when t.id is not null then jsonb_build_object('call', case when i.id is null then 'put' else 'import' end, 'token', t.name,
    'importId', i.id, 'idempotencyKey', i.idempotency_key) end`

export const reportedByJoins = sql`
  left join usage_import i on i.id = u.reported_by
  left join integration_token t on t.id = coalesce(i.token_id, u.reported_by)`
