import { formatPeriod } from '../format/dates.ts'
import { formatLatency } from '../format/durations.ts'
import { formatNumber } from '../format/numbers.ts'
import type { Tone } from '../layout/state-badge.tsx'
import { isOutcome } from '../outcomes/outcome.ts'
import { words } from '../words/words.ts'
import { type EventData, numberOf, partOf, textOf } from './event-facts.ts'

/** One event as it is told: a sentence, what else is known, how it looks, and where more stands. */
export interface Told {
  text: string
  detail: string
  tone: Tone
  href: string | undefined
}

const says = words.story.event
type Telling = (data: EventData) => Partial<Told> & { text: string }

/** How each kind of event is told. */
const TELLINGS: Readonly<Record<string, Telling>> = {
  company_registered: (data) => ({ text: says.registered(textOf(data, 'name')) }),
  company_renamed: (data) => ({ text: says.renamed(textOf(data, 'from'), textOf(data, 'to')) }),
  company_archived: (data) => {
    const last = textOf(data, 'lastPeriod')
    return { text: last === '' ? says.archived : says.archivedAfter(formatPeriod(last)) }
  },
  company_brought_back: () => ({ text: says.broughtBack }),
  connected: (data) => ({ text: says.connected(textOf(data, 'organization')), tone: 'good' }),
  connection_active: () => ({ text: says.active, tone: 'good' }),
  key_needed: (data) => ({ text: says.keyNeeded, detail: textOf(data, 'reason'), tone: 'bad' }),
  key_replaced: () => ({ text: says.keyReplaced, tone: 'good' }),
  disconnected: () => ({ text: says.disconnected, tone: 'bad' }),
  account: tellAccount,
  usage_reported: tellReport,
  push_opened: (data) => ({
    text: data['finalZero'] === true ? says.openedZero : says.opened(runKind(textOf(data, 'run'))),
    href: pushHref(data),
  }),
  attempt: tellAttempt,
  call_lost: (data) => ({ text: says.lost(count(data)), tone: 'waiting', href: pushHref(data) }),
  push_settled: (data) => {
    const outcome = textOf(data, 'outcome')
    return {
      text: says.settled(isOutcome(outcome) ? words.outcome[outcome] : outcome),
      tone: OUTCOME_TONES[outcome] ?? 'neutral',
      href: pushHref(data),
    }
  },
  sending_stopped: (data) => ({
    text: says.stopped(scopeOf(data), textOf(data, 'by')),
    detail: textOf(data, 'detail'),
    tone: 'bad',
  }),
  sending_resumed: (data) => ({
    text: says.resumed(scopeOf(data), textOf(data, 'by')),
    detail: textOf(data, 'detail'),
    tone: 'good',
  }),
  retry: tellRetry,
  operator_action: (data) => {
    const action = textOf(data, 'action')
    return {
      text: says.action(textOf(data, 'by'), words.audit.actionOf[action] ?? action),
      detail: textOf(data, 'reason'),
    }
  },
  mail: (data) => ({
    text: says.mail(words.story.mail[textOf(data, 'mail')] ?? textOf(data, 'mail'), textOf(data, 'to')),
    detail: [words.story.mailStatus[textOf(data, 'status')] ?? textOf(data, 'status'), textOf(data, 'detail')]
      .filter((part) => part !== '')
      .join(': '),
    tone: textOf(data, 'status') === 'sent' ? 'good' : 'neutral',
  }),
}

const OUTCOME_TONES: Readonly<Record<string, Tone>> = {
  accepted: 'good',
  unmapped: 'waiting',
  failed: 'bad',
  refused: 'bad',
}

/** Tells an event. One of a kind that this page does not know yet is told in the console's words. */
export function tell(event: { kind: string; words: string; data: EventData }): Told {
  const told = TELLINGS[event.kind]?.(event.data) ?? { text: event.words }
  return { detail: '', tone: 'neutral', href: undefined, ...told }
}

function tellAccount(data: EventData): ReturnType<Telling> {
  const state = textOf(data, 'state')
  return {
    text: words.story.account[state]?.(textOf(data, 'name')) ?? state,
    detail: textOf(data, 'reason'),
    tone: state === 'present' ? 'good' : state === 'failed' || state === 'gone' ? 'bad' : 'neutral',
  }
}

function tellReport(data: EventData): ReturnType<Telling> {
  const by = partOf(data, 'reportedBy')
  const token = textOf(by, 'token')
  const key = textOf(by, 'idempotencyKey')
  const detail = token === '' ? '' : textOf(by, 'call') === 'import' ? says.byImport(token, key) : says.byPut(token)
  const users = formatNumber(numberOf(data, 'billableUsers') ?? 0)
  return { text: says.reported(users, numberOf(data, 'revision') ?? 0), detail }
}

function tellAttempt(data: EventData): ReturnType<Telling> {
  const reason = textOf(data, 'reason')
  const status = numberOf(data, 'httpStatus')
  const facts = [
    textOf(data, 'message'),
    status === null ? '' : says.status(status),
    says.took(formatLatency(numberOf(data, 'ms') ?? 0)),
    textOf(data, 'worker'),
  ]
  const sent = count(data)
  return {
    text: reason === '' ? says.taken(sent) : says.notTaken(sent, words.reason[reason] ?? reason),
    detail: facts.filter((fact) => fact !== '').join(' · '),
    tone: reason === '' ? 'good' : reason === 'unmapped' ? 'waiting' : 'bad',
    href: pushHref(data),
  }
}

function tellRetry(data: EventData): ReturnType<Telling> {
  const why = textOf(data, 'why')
  const outcome = textOf(data, 'outcome')
  const retryId = textOf(data, 'retryId')
  const became =
    why !== ''
      ? (words.retries.why[why] ?? why)
      : isOutcome(outcome)
        ? words.outcome[outcome]
        : (words.story.retryState[textOf(data, 'state')] ?? '')
  return {
    text: says.retry(textOf(data, 'by'), became),
    detail: textOf(data, 'reason'),
    href: retryId === '' ? undefined : `/retries/${retryId}`,
  }
}

function count(data: EventData): string {
  const units = numberOf(data, 'unitCount')
  return units === null ? says.aCount : formatNumber(units)
}

function pushHref(data: EventData): string | undefined {
  const id = textOf(data, 'pushId')
  return id === '' ? undefined : `/pushes/${id}`
}

function scopeOf(data: EventData): string {
  const scope = textOf(data, 'scope')
  return words.story.scope[scope] ?? scope
}

function runKind(kind: string): string {
  return words.story.runKind[kind] ?? kind
}
