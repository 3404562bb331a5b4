import type { AccountState, ConnectionState, PushState } from '@bridge/domain'
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

type DefaultedTime = ColumnType<Date, Date | undefined, Date>

/** The tables as the migrations make them. `bigint` arrives as text, `timestamptz` as Date. */
export interface Tables {
  partner: {
    id: string
    name: string
    admin_email: string | null
    created_at: DefaultedTime
    updated_at: DefaultedTime
    search_name: GeneratedAlways<string>
  }
  company: {
    partner_id: string
    id: string
    name: string
    archived_at: Date | null
    last_period: string | null
    created_at: DefaultedTime
    updated_at: DefaultedTime
    search_name: GeneratedAlways<string>
  }
  usage_count: {
    partner_id: string
    company_id: string
    period: string
    billable_users: number
    revision: number
    reported_at: DefaultedTime
    reported_by: string | null
  }
  usage_revision: {
    partner_id: string
    company_id: string
    period: string
    revision: number
    billable_users: number
    reported_at: Date
    replaced_at: DefaultedTime
    reported_by: string | null
  }
  usage_import: {
    id: Generated<string>
    token_id: string
    idempotency_key: string | null
    imported_at: DefaultedTime
  }
  connection: {
    id: string
    partner_id: string
    status: ConnectionState
    organization_id: string
    organization_name: string
    key_id: string | null
    key_nonce: Buffer | null
    key_ciphertext: Buffer | null
    key_hint: string | null
    key_version: Generated<number>
    connected_at: DefaultedTime
    announced_at: Date | null
    activated_at: Date | null
    needs_key_since: Date | null
    needs_key_reason: string | null
    key_in_doubt_since: Date | null
    key_doubt_reason: string | null
    key_doubt_round: Generated<number>
    key_doubt_lifted_at: Date | null
    disconnected_at: Date | null
  }
  key_probe: {
    token: string
    connection_id: string
    claimed_until: Date
  }
  account: {
    connection_id: string
    company_id: string
    state: Generated<AccountState>
    name: string | null
    reason: string | null
    due: Generated<boolean>
    due_at: DefaultedTime
    accepted_count: number | null
    accepted_period: string | null
    accepted_revision: number | null
    updated_at: DefaultedTime
  }
  account_sync: {
    id: Generated<string>
    connection_id: string
    status: Generated<'queued' | 'running' | 'done' | 'failed' | 'cancelled'>
    nudge: Generated<number>
    due_at: DefaultedTime
    tries: Generated<number>
    claim_token: string | null
    claimed_until: Date | null
    total: Generated<number>
    done: Generated<number>
    failed: Generated<number>
    error: string | null
    requested_at: DefaultedTime
    started_at: Date | null
    finished_at: Date | null
  }
  billing_run: {
    id: Generated<string>
    period: string
    kind: 'scheduled' | 'catch_up' | 'requested'
    partner_id: string | null
    deadline_at: Date
    started_at: DefaultedTime
    planned_at: Date | null
    finished_at: Date | null
    missed_at: Date | null
    alarmed_at: Date | null
    unsettled_at_deadline: number | null
    reports_compared_at: Date | null
  }
  partner_run: {
    connection_id: string
    period: string
    partner_id: string
    run_id: string
    expected: Generated<number>
    rebuild_due: Generated<boolean>
    rebuild_after: Date | null
    rebuilt_at: Date | null
  }
  push: {
    id: GeneratedAlways<string>
    connection_id: string
    partner_id: string
    company_id: string
    period: string
    turn: number
    outcome: PushState
    unit_count: number | null
    revision: Generated<number>
    final_zero: Generated<boolean>
    rebuild: Generated<boolean>
    nudge: Generated<number>
    due_at: DefaultedTime
    attempts: Generated<number>
    tries: Generated<number>
    claim_token: string | null
    claimed_by: string | null
    claimed_until: Date | null
    last_status: number | null
    last_reason: string | null
    last_error: string | null
    cause_id: string | null
    failed_at: Date | null
    opened_at: DefaultedTime
    settled_at: Date | null
  }
  attempt: {
    id: GeneratedAlways<string>
    connection_id: string
    push_id: string | null
    sync_id: string | null
    call: string
    worker: string
    started_at: Date
    finished_at: Date
    http_status: number | null
    reason: string | null
    message: string | null
    unit_count: number | null
    revision: number | null
    no_build: boolean | null
    account_count: number | null
    claim: string | null
  }
  lost_call: {
    claim_token: string
    connection_id: string
    company_id: string
    push_id: string
    unit_count: number | null
    lost_at: DefaultedTime
    over_at: Date | null
    resolved_at: Date | null
  }
  spare_slots: {
    key: string
    state: string
    in_use_until: Date
  }
  sending_pause: {
    id: GeneratedAlways<string>
    reason: string
    detail: string
    paused_by: string
    paused_at: DefaultedTime
    resumed_at: Date | null
    resumed_by: string | null
    scope: Generated<'all' | 'accounts' | 'billing' | 'partner'>
    partner_id: string | null
    resume_reason: string | null
  }
  failure_cause: {
    id: string
    reason: string
    message: string
    first_seen_at: DefaultedTime
  }
  retry: {
    id: Generated<string>
    preview_token: string
    scope: ColumnType<unknown, string, never>
    reason: string
    asked_by: string
    asked_at: DefaultedTime
    finished_at: Date | null
    stopped_at: Date | null
    stopped_by: string | null
    stop_reason: string | null
  }
  retry_item: {
    retry_id: string
    push_id: string
    state: 'waiting' | 'released' | 'settled' | 'refused' | 'stopped'
    why: string | null
    released_at: Date | null
    outcome: PushState | null
  }
  sweep: {
    one: Generated<boolean>
    every_ms: number | null
    began_at: Date | null
    ended_at: Date | null
    found: ColumnType<unknown, string | null, string | null>
    asked_at: Date | null
  }
  company_event: {
    id: GeneratedAlways<string>
    partner_id: string
    company_id: string
    at: DefaultedTime
    kind: 'renamed' | 'archived' | 'brought_back'
    old_name: string | null
    new_name: string | null
    last_period: string | null
  }
  account_event: {
    id: GeneratedAlways<string>
    connection_id: string
    company_id: string
    at: DefaultedTime
    state: AccountState
    name: string | null
    reason: string | null
  }
  connection_event: {
    id: GeneratedAlways<string>
    connection_id: string
    at: DefaultedTime
    status: ConnectionState
    key_replaced: boolean
    reason: string | null
  }
  vendor_service: {
    lookup: string
    service_id: string
    found_at: DefaultedTime
  }
  integration_token: {
    id: Generated<string>
    name: string
    hash: Buffer
    created_at: DefaultedTime
    last_used_at: Date | null
    revoked_at: Date | null
  }
  portal_link: {
    hash: Buffer
    partner_id: string
    created_at: Date
    expires_at: Date
    used_at: Date | null
  }
  portal_session: {
    id: Generated<string>
    hash: Buffer
    partner_id: string
    created_at: Date
    expires_at: Date
    ended_at: Date | null
  }
  mail: {
    id: Generated<string>
    kind: 'breakdown' | 'key_stopped'
    partner_id: string
    connection_id: string
    run_id: string | null
    period: string | null
    key_version: number | null
    status: Generated<'waiting' | 'sending' | 'sent' | 'bounced' | 'failed' | 'not_sent'>
    nudge: Generated<number>
    due_at: DefaultedTime
    tries: Generated<number>
    claim_token: string | null
    claimed_until: Date | null
    recipient: string | null
    smtp_code: number | null
    detail: string | null
    created_at: DefaultedTime
    settled_at: Date | null
  }
  operator: {
    id: Generated<string>
    name: string
    role: 'viewer' | 'operator'
    password_hash: string | null
    oidc_issuer: string | null
    oidc_subject: string | null
    created_at: DefaultedTime
    disabled_at: Date | null
  }
  operator_session: {
    id: Generated<string>
    hash: Buffer
    operator_id: string
    address: string
    created_at: Date
    expires_at: Date
    ended_at: Date | null
    board_reason: Generated<string | null>
    board_reason_until: Generated<Date | null>
  }
  sign_in_tries: {
    key: Buffer
    began_at: Date
    tries: number
  }
  operator_action: {
    id: GeneratedAlways<string>
    at: DefaultedTime
    via: 'console' | 'board' | 'shell'
    operator_id: string | null
    operator_name: string
    address: string | null
    action: string
    reason: string | null
    on_rows: ColumnType<Record<string, unknown>, string | undefined, never>
    before: ColumnType<unknown, string | null, never>
    after: ColumnType<unknown, string | null, never>
    search_words: GeneratedAlways<string>
  }
  idempotency_key: {
    /** The id of the integration token, or of the portal session, whose key it is. */
    token_id: string
    key: string
    request_hash: Buffer | null
    state: Generated<'running' | 'done'>
    status: number | null
    headers: Record<string, string> | null
    body: string | null
    created_at: DefaultedTime
    running_until: Date
  }
}
