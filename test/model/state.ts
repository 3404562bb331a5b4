import { mayMove, PUSH_STATES, type PushState } from '@bridge/domain'
import type { World } from './rules.ts'

/** The row of one period's push. */
export interface Push {
  outcome: PushState
  /** Of the number in the row. */
  revision: number
  /** The last call of the run: its number was accepted before. */
  rebuild: boolean
}

/**
 * One claim and the call made under it, as long as anything of it can still matter.
 *
 * `bytes`: `looking` (the claim's statement has its snapshot and has not written yet), `unsent`, `checked` (the last look at the clock is
 * done), `away` (on their way), `taken` (Gradient has the number), `not taken` (an answer without effect: 400, 404, 429, 5xx), `ended` (answered,
 * one way or the other, after its claim passed), `key refused` (settled, and the key is about to be put in doubt), `gone`.
 * `claim`: `passed` once the token is no longer the push's because the claim ran out or was settled; `stolen` if it was still good.
 * `lost`: `open` while nobody knows whether the call is over, `over` until a sweep has looked what follows from it.
 */
export interface Call {
  period: number
  revision: number
  worker: 'A' | 'B' | null
  bytes: 'looking' | 'unsent' | 'checked' | 'away' | 'taken' | 'not taken' | 'ended' | 'key refused' | 'gone'
  claim: 'holds' | 'ran out' | 'passed' | 'stolen'
  lost: 'no' | 'open' | 'over'
  /** Settled with this, but Postgres' answer was lost: its worker will say it again. */
  says?: 'accepted' | 'unmapped' | 'refused' | 'retry' | 'spent' | 'stopped' | undefined
}

/** Everything there is: the rows of Postgres, the workers' calls, and Gradient. One company, one connection. Periods are 0 and 1 in here. */
export interface State {
  /** The committed revision of each period's count; 0 is none. */
  usage: readonly number[]
  /** The period of a report whose transaction is open and has passed by the push: it is not there yet, or being sent. */
  report: number | null
  /** How many periods are planned. */
  planned: number
  /** A plan whose transaction is open, with the revision that it saw; null where it did not see the company itself. */
  planning: { revision: number | null } | null
  /** A report and the plan missed each other (`racing`: it has not committed yet), and they are still to be compared. */
  missed: 'no' | 'racing' | 'yes'
  /** One per planned period; null where neither the plan nor a report opened one. */
  pushes: readonly (Push | null)[]
  calls: readonly Call[]
  connection: 'live' | 'disconnecting' | 'answered'
  keyInDoubt: boolean
  /** The partner may still connect again. */
  mayReturn: boolean
  /** What Gradient shows: period and revision, or null. */
  shown: { period: number; revision: number } | null
  faultsLeft: number
  /** A rule that the last event broke by itself. */
  broken?: string
}

/** Where every history begins. */
export function firstState(world: World): State {
  const planned = world.firstPeriodPlanned ? 1 : 0
  return {
    usage: [planned, 0],
    report: null,
    planned,
    planning: null,
    missed: 'no',
    pushes: planned ? [{ outcome: 'waiting', revision: 1, rebuild: false }] : [],
    calls: [],
    connection: 'live',
    keyInDoubt: false,
    mayReturn: world.reconnect,
    shown: null,
    faultsLeft: world.faults,
  }
}

/** A move that the table of the domain does not know. */
export class IllegalMoveError extends Error {}

/**
 * The state with one push changed. Every change of an outcome in the model goes through here, and is refused as Postgres refuses it.
 * @throws IllegalMoveError
 */
export function withPush(s: State, period: number, change: Partial<Push>): State {
  const before = pushOf(s, period)
  const after = { ...before, ...change }
  if (after.outcome !== before.outcome && !mayMove(before.outcome, after.outcome))
    throw new IllegalMoveError(`a push moved from ${before.outcome} to ${after.outcome}`)
  return { ...s, pushes: s.pushes.map((push, at) => (at === period ? after : push)) }
}

/** The state with the push that a period did not have yet. */
export function withNewPush(s: State, period: number, push: Push): State {
  return { ...s, pushes: s.pushes.map((old, at) => (at === period ? push : old)) }
}

/** The periods that have a push. */
export function pushedPeriods(s: State): number[] {
  return s.pushes.flatMap((push, period) => (push ? [period] : []))
}

/** Whether one of the pushes, besides that of `except`, is being sent. */
export function isSending(s: State, except?: number): boolean {
  return s.pushes.some((push, at) => at !== except && push?.outcome === 'sending')
}

/** The push of a period that has one. */
export function pushOf(s: State, period: number): Push {
  const push = s.pushes[period]
  if (!push) throw new Error(`period ${period + 1} has no push`)
  return push
}

/** The state with one call changed; a call of which nothing is left to know is forgotten. After a disconnect for good nothing follows from a lost one. */
export function withCall(s: State, call: Call, change: Partial<Call>): State {
  const after = { ...call, ...change }
  if (after.worker === null && after.bytes !== 'away') after.bytes = 'gone'
  if (after.worker === null) after.says = undefined
  if (after.claim === 'passed' && (after.bytes === 'taken' || after.bytes === 'not taken')) after.bytes = 'ended'
  if (s.connection !== 'live' && !s.mayReturn) {
    after.lost = 'no'
    if (after.worker === null) after.bytes = 'gone'
  }
  const passed = after.claim === 'passed' || after.claim === 'stolen'
  const over = after.bytes === 'gone' && after.lost === 'no' && passed && !after.says
  return { ...s, calls: s.calls.flatMap((other) => (other !== call ? [other] : over ? [] : [after])) }
}

const letterOf = Object.fromEntries(PUSH_STATES.map((state, at) => [state, String.fromCharCode(97 + at)]))
/** In the other states a revision is read from the count before it is used again, or stands in the call. */
const REVISION_MATTERS = new Set<PushState>(['accepted', 'refused', 'no_usage'])
const RESTS_FOR_EVER = new Set<PushState>(['accepted', 'unmapped', 'refused', 'no_usage', 'superseded', 'cancelled'])

/**
 * The same for two states from which the same can follow: they differ at most in which worker is called A, in the number of a period
 * that is over and no longer moves or, after a disconnect, in what was reported and what
 * Gradient shows.
 */
export function keyOf(s: State, world: World): string {
  const past = s.planned === 2 && s.report !== 0 && RESTS_FOR_EVER.has(s.pushes[0]?.outcome ?? 'superseded')
  let pushes = ''
  for (let i = past ? 1 : 0; i < s.pushes.length; i += 1) pushes += pushKey(s.pushes[i] ?? null)
  const ended = s.connection !== 'live' && !s.mayReturn
  const usage = ended ? '' : `${past ? '' : s.usage[0]}${s.usage[1]}`
  const plan = s.planning ? (s.planning.revision ?? 'n') : ''
  const alike = s.planned === 2 && !world.neverBack && !world.repeats
  const shown = s.shown && !ended ? numberKey(s.shown, alike) : ''
  return `${usage}${s.planned}${plan}${s.missed[0]}${s.faultsLeft}${s.report ?? ''}|${past}${pushes}|${callsKey(s.calls, alike)}|${s.connection[0]}${s.keyInDoubt ? 'k' : ''}${s.mayReturn ? 'm' : ''}${shown}`
}

function pushKey(p: Push | null): string {
  if (!p) return '-'
  return `${letterOf[p.outcome]}${REVISION_MATTERS.has(p.outcome) || p.rebuild ? p.revision : ''}${p.rebuild ? 'r' : ''}`
}

function callsKey(calls: readonly Call[], alike: boolean): string {
  if (calls.length === 0) return ''
  if (calls.length === 1 && calls[0]) return callKey(calls[0], alike)
  return calls
    .map((call) => callKey(call, alike))
    .sort()
    .join()
}

function callKey(c: Call, alike: boolean): string {
  return `${numberKey(c, alike && c.claim === 'passed')}${c.worker ? 'w' : ''}${c.bytes[0]}${c.claim[0]}${c.lost[1]}${c.says ?? ''}`
}

/** Once a newer period is planned, every number of the older one is as wrong as the other. */
function numberKey(at: { period: number; revision: number }, alike: boolean): string {
  return alike && at.period === 0 ? 'x' : `${at.period}${at.revision}`
}
