import type { StoryEvent, StoryKind } from '@bridge/db'

type Data = Record<string, unknown>

const ACCOUNTS: Record<string, string> = {
  present: 'The account is in Gradient',
  waiting: 'The account is to be made in Gradient',
  failed: 'Gradient refused the account',
  gone: 'The account is no longer in Gradient',
}

const OUTCOMES: Record<string, string> = {
  accepted: 'Gradient has the number',
  unmapped: 'The partner has not mapped the company in Gradient; it is sent again each hour',
  no_usage: 'Nothing was reported, so nothing was sent',
  refused: 'Gradient refused the number as malformed',
  failed: 'Its tries are spent',
  cancelled: 'Cancelled, because the partner disconnected',
  superseded: 'A newer month took its place',
}

const SCOPES: Record<string, string> = {
  all: 'All sending',
  accounts: 'Sending of accounts',
  billing: 'Sending of counts',
  partner: 'Sending for this partner',
}

/** One line for each kind of event: what support reads to a customer on the phone. */
const WORDS: Record<StoryKind, (data: Data, period: string | null) => string> = {
  company_registered: (data) => `Registered as ${quoted(data['name'])}`,
  company_renamed: (data) => `Renamed from ${quoted(data['from'])} to ${quoted(data['to'])}`,
  company_archived: (data) => `Archived: ${data['lastPeriod']} is the last month billed`,
  company_brought_back: () => 'Brought back',
  connected: (data) => `The partner connected to Gradient (${data['organization']})`,
  connection_active: () => 'Gradient took the partner’s first number',
  key_needed: (data) => `Gradient refuses the partner’s key${because(data['reason'])}`,
  key_replaced: () => 'The partner pasted a new key',
  disconnected: () => 'The partner disconnected',
  account: (data) =>
    `${ACCOUNTS[String(data['state'])] ?? data['state']}${data['name'] ? ` as ${quoted(data['name'])}` : ''}${because(data['reason'])}`,
  usage_reported: (data, period) =>
    `${data['billableUsers']} billable users reported for ${period}${Number(data['revision']) > 1 ? ` (revision ${data['revision']})` : ''}${by(data['reportedBy'])}`,
  month_missed: (_data, period) => `${period} was missed: its run could not begin in time, and nothing of it was sent`,
  push_opened: (data, period) => `${period} is billed${data['finalZero'] ? ': the last 0 after the last month' : ''}`,
  attempt: (data) => `Sent ${data['unitCount']}: ${answer(data)}, after ${data['ms']} ms`,
  call_lost: (data) => `A call with ${data['unitCount'] ?? 'its number'} was lost sight of`,
  push_settled: (data, period) => `${period}: ${OUTCOMES[String(data['outcome'])] ?? data['outcome']}`,
  sending_stopped: (data) => `${SCOPES[String(data['scope'])]} was stopped by ${data['by']}${because(data['detail'])}`,
  sending_resumed: (data) => `${SCOPES[String(data['scope'])]} was resumed by ${data['by']}${because(data['detail'])}`,
  retry: (data) => `Retried by ${data['by']}${because(data['reason'])}`,
  operator_action: (data) => `${data['by']}: ${data['action']}${because(data['reason'])}`,
  mail: (data, period) =>
    `${data['mail'] === 'breakdown' ? `The breakdown of ${period}` : 'A mail that the key stopped working'} ${data['status'] === 'sent' ? `was sent to ${data['to']}` : `is ${String(data['status']).replace('_', ' ')}${because(data['detail'])}`}`,
}

/** An event in words. */
export function eventWords(event: Pick<StoryEvent, 'kind' | 'period' | 'data'>): string {
  return WORDS[event.kind](event.data, event.period)
}

function answer({ httpStatus, reason, message }: Data): string {
  if (reason === null || reason === undefined) return `Gradient answered ${httpStatus}`
  return `${httpStatus === null ? '' : `${httpStatus}, `}${message ?? reason}`
}

function by(call: unknown): string {
  if (typeof call !== 'object' || call === null) return ''
  const { call: kind, token, idempotencyKey } = call as Data
  if (kind === 'put') return `, by a PUT with the token ${quoted(token)}`
  return `, by an import with the token ${quoted(token)}${idempotencyKey ? ` (key ${idempotencyKey})` : ''}`
}

function because(why: unknown): string {
  return why === null || why === undefined || why === '' ? '' : `: ${why}`
}

function quoted(text: unknown): string {
  return `“${text}”`
}
