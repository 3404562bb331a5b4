/** The role of whoever is signed in. */
export type Role = 'viewer' | 'operator'
export interface Session {
  operator: { name: string; role: Role }
  vendorName: string
  expiresAt: string
}

export type Outcome =
  | 'waiting'
  | 'sending'
  | 'accepted'
  | 'unmapped'
  | 'no_usage'
  | 'refused'
  | 'failed'
  | 'cancelled'
  | 'superseded'
export type Outcomes = Record<Outcome, number>

export type PauseScope = 'all' | 'accounts' | 'billing' | { partnerId: string }
export interface Pause {
  id: string
  scope: PauseScope
  /** `operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`. */
  reason: string
  detail: string
  pausedBy: string
  pausedAt: string
}

export interface CurrentRun {
  id: string
  period: string
  kind: 'scheduled' | 'catch_up' | 'requested'
  startedAt: string
  finishedAt: string | null
  deadlineAt: string
  expected: number
  outcomes: Outcomes
  missing: number
  sentPerSecond: number
  budgetPerSecond: number
  forecastEndAt: string | null
}
export interface TroubledPartner {
  partnerId: string
  name: string
  failed: number
  refused: number
  waitingReason: string | null
}
export interface Health {
  part: string
  state: 'ok' | 'trouble' | 'unknown'
  words: string
  since: string | null
}
export interface Queue {
  name: string
  waiting: number
  active: number
  delayed: number
  failed: number
  oldestDueSeconds: number | null
}
export interface Overview {
  run: CurrentRun | null
  troubledPartners: TroubledPartner[]
  months: { period: string; outcomes: Outcomes; billableUsers: number }[]
  connections: { pending: number; active: number; needs_key: number; disconnected: number }
  queues: Queue[]
  oldestDue: { pushSeconds: number | null; syncSeconds: number | null; mailSeconds: number | null }
  health: Health[]
  pauses: Pause[]
}

export interface Run {
  id: string
  period: string
  kind: 'scheduled' | 'catch_up' | 'requested'
  partnerId: string | null
  startedAt: string
  plannedAt: string | null
  finishedAt: string | null
  deadlineAt: string
  expected: number
  outcomes: Outcomes
  missing: number
}
export interface RunPartner {
  partnerId: string
  name: string
  expected: number
  outcomes: Outcomes
  missing: number
}
export interface Cause {
  id: string
  reason: string
  message: string
}
export interface PushRow {
  id: string
  partnerId: string
  partnerName: string
  companyId: string
  companyName: string
  outcome: Outcome
  unitCount: number | null
  revision: number
  attempts: number
  cause: Cause | null
  settledAt: string | null
}
export interface Attempt {
  startedAt: string
  finishedAt: string
  worker: string
  call: string
  httpStatus: number | null
  reason: string | null
  message: string | null
  unitCount: number | null
  revision: number | null
}
export interface Push extends PushRow {
  period: string
  runId: string
  revisions: { revision: number; billableUsers: number; reportedAt: string; replacedAt: string | null }[]
  tries: Attempt[]
}

export interface FailureGroup {
  causeId: string
  reason: string
  message: string
  count: number
  partners: number
  firstAt: string
  lastAt: string
  example: PushRow | null
}

export type RetriedOutcome = 'unmapped' | 'refused' | 'failed'
export type RetryScope =
  | { pushIds: string[] }
  | { runId: string; causeId: string }
  | { runId: string; outcomes: RetriedOutcome[] }
  | { partnerId: string; period: string }
export interface RetryPreview {
  willBeSent: number
  /** Of these, those that a stop holds back until it is lifted. */
  held: number
  refused: { why: string; count: number }[]
  words: string
  previewToken: string
}
export interface Retry {
  id: string
  scope: RetryScope
  reason: string
  askedBy: string
  askedAt: string
  finishedAt: string | null
  stoppedAt: string | null
  stoppedBy: string | null
  stopReason: string | null
  total: number
  done: number
  waiting: number
  underWay: number
  stopped: number
  outcomes: Partial<Outcomes>
  refused: { why: string; count: number; whenOrdered: boolean }[]
}

export interface Action {
  id: string
  at: string
  via: 'console' | 'board' | 'shell'
  operator: string
  address: string | null
  action: string
  reason: string | null
  onRows: Record<string, unknown>
  before?: unknown
  after?: unknown
}

export interface Found {
  partners: { id: string; name: string }[]
  companies: { partnerId: string; partnerName: string; id: string; name: string; archived: boolean }[]
  pushes: {
    id: string
    partnerId: string
    partnerName: string
    companyId: string
    companyName: string
    period: string
  }[]
}
export interface StoryEvent {
  at: string
  kind: string
  period: string | null
  data: Record<string, unknown>
}
export interface Story {
  partner: { id: string; name: string; adminEmail: string | null }
  company: { id: string; name: string; archivedAt: string | null; lastPeriod: string | null }
  events: StoryEvent[]
  hasEarlier: boolean
}

interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}
interface Get<Body, Query = never, Path = never> {
  parameters: { query: Query; path: Path }
  responses: { 200: { content: { 'application/json': Body } } }
}
interface Send<Body, Answer, Path = never, Status extends number = 200> {
  parameters: { path: Path }
  requestBody: { content: { 'application/json': Body } }
  responses: Record<Status, { content: { 'application/json': Answer } }>
}
interface ListQuery {
  limit?: number
  cursor?: string
}
type Reason = { reason: string }

export interface paths {
  '/api/session': {
    get: Get<Session>
    post: Send<{ name: string; password: string }, { operator: Session['operator'] }>
    delete: Send<undefined, undefined>
  }
  '/api/overview': { get: Get<Overview> }
  '/api/runs': {
    get: Get<Page<Run>, ListQuery>
    post: Send<Reason & { partnerId?: string }, { id: string }, never, 202>
  }
  '/api/runs/{id}': { get: Get<Run, never, { id: string }> }
  '/api/runs/{id}/partners': { get: Get<Page<RunPartner>, ListQuery & { search?: string }, { id: string }> }
  '/api/runs/{id}/pushes': {
    get: Get<
      Page<PushRow>,
      ListQuery & { partnerId?: string; outcome?: Outcome; cause?: string; search?: string },
      { id: string }
    >
  }
  '/api/pushes/{id}': { get: Get<Push, never, { id: string }> }
  '/api/failures': { get: Get<{ data: FailureGroup[] }, { runId?: string }> }
  '/api/failures/{causeId}/pushes': {
    get: Get<Page<PushRow>, ListQuery & { runId?: string }, { causeId: string }>
  }
  '/api/retries/preview': { post: Send<{ scope: RetryScope }, RetryPreview> }
  '/api/retries': {
    get: Get<Page<Retry>, ListQuery>
    post: Send<Reason & { scope: RetryScope; previewToken: string }, { id: string }, never, 202>
  }
  '/api/retries/{id}': { get: Get<Retry, never, { id: string }> }
  '/api/retries/{id}/stop': { post: Send<Reason, Retry, { id: string }> }
  '/api/pauses': {
    get: Get<{ data: Pause[] }>
    post: Send<Reason & { scope: PauseScope }, Pause>
  }
  '/api/pauses/{id}': { delete: Send<Reason, undefined, { id: string }> }
  '/api/partners/{id}/sync-accounts': { post: Send<Reason, { id: string }, { id: string }, 202> }
  '/api/sweep': { post: Send<Reason, undefined, never, 202> }
  '/api/audit': {
    get: Get<
      Page<Action>,
      ListQuery & { search?: string; operator?: string; action?: string; from?: string; to?: string }
    >
  }
  '/api/search': { get: Get<Found, { text: string; limit?: number }> }
  '/api/story': {
    get: Get<Story, { partnerId: string; companyId: string; before?: string; limit?: number }>
  }
}
