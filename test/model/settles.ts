import type { PushState } from '@bridge/domain'
import { holderOf } from './claims.ts'
import type { Event, Model } from './events.ts'
import { type Call, type Push, pushOf, type State, withCall, withPush } from './state.ts'
import { who, whose } from './words.ts'

interface Answer {
  result: 'accepted' | 'unmapped' | 'refused' | 'retry' | 'spent' | 'stopped'
  /** No good answer: the call may have been, or may still be, applied. */
  unsure: boolean
  /** Nothing is on its way any more. */
  settledThere: boolean
  words: string
  /** Postgres' answer to the settling is lost. */
  unheard?: true
}

/** `settlePush`: a worker that runs writes down what came of its call. */
export function settles(s: State, model: Model): Event[] {
  return s.calls.flatMap((call) => {
    if (call.worker === null || call.bytes === 'looking' || countIsLocked(s, model, call)) return []
    if (call.says) return [saysAgain(s, model, call, call.says)]
    return answers(s, model, call).flatMap((answer): Event[] => {
      const left = answer.unsure ? { ...s, faultsLeft: s.faultsLeft - 1 } : s
      const says = () =>
        `${who(call)} settles: ${answer.words}${holds(s, model, call) ? '' : ', which decides nothing'}`
      const settled: Event = { kind: answer.unsure ? 'fault' : 'step', says, next: settle(left, model, call, answer) }
      if (!model.world.lostCommits || left.faultsLeft === 0 || !holds(s, model, call)) return [settled]
      const unheard = { ...left, faultsLeft: left.faultsLeft - 1 }
      const next = settle(unheard, model, call, { ...answer, unheard: true })
      return [settled, { kind: 'fault', says: () => `${says()}, and does not hear that it is written`, next }]
    })
  })
}

/** What was written under a claim that is no longer there decides nothing when it is said again. */
function saysAgain(s: State, model: Model, call: Call, result: Answer['result']): Event {
  const answer: Answer = { result, unsure: false, settledThere: call.bytes !== 'away', words: result }
  const heard = result === 'stopped' ? ({ bytes: 'key refused', says: undefined } as const) : { worker: null }
  const next = holds(s, model, call) ? settle(s, model, call, answer) : withCall(s, call, heard)
  return { kind: 'step', says: () => `${whose(call)} says again: ${result}`, next }
}

/** A report that is just committing holds the row of the count; a first report has no row that others can see. */
function countIsLocked(s: State, { rules }: Model, call: Call): boolean {
  return rules.settleLocksCount && s.report === call.period && (s.usage[call.period] ?? 0) > 0
}

function answers(s: State, { world }: Model, call: Call): Answer[] {
  const sure = { unsure: false, settledThere: true }
  const unsure = { unsure: true, settledThere: call.bytes !== 'away' }
  const again = (of: typeof sure, words: string): Answer[] => [
    { ...of, result: 'retry', words },
    { ...of, result: 'spent', words: `${words}; its tries are spent` },
  ]
  const lost = world.lostAnswers && s.faultsLeft > 0 ? again(unsure, 'no good answer came') : []
  switch (call.bytes) {
    case 'unsent':
    case 'checked':
      return call.bytes === 'unsent' ? [{ ...sure, result: 'retry', words: 'not sent, it was too late to begin' }] : []
    case 'taken':
      return [{ ...sure, result: 'accepted', words: 'accepted' }, ...lost]
    case 'not taken':
      return [
        { ...sure, result: 'unmapped', words: 'unmapped (404)' },
        { ...sure, result: 'refused', words: 'refused (400)' },
        ...again(sure, 'not taken (429 or 5xx)'),
        ...(world.doubts ? [{ ...sure, result: 'stopped', words: 'its key is refused (401)' } as const] : []),
      ]
    case 'key refused':
      return []
    case 'ended':
      return [{ ...sure, result: 'retry', words: 'it is over' }]
    default:
      return [
        ...lost.map((answer) => ({ ...answer, settledThere: true, words: `${answer.words}, it never arrived` })),
        ...(world.slowNetwork ? lost.map((answer) => ({ ...answer, words: `${answer.words}, it is on its way` })) : []),
      ]
  }
}

function holds(s: State, { rules }: Model, call: Call): boolean {
  if (!rules.settleNamesItsClaim) return pushOf(s, call.period).outcome === 'sending'
  return call.claim === 'holds' || call.claim === 'ran out'
}

function settle(s: State, model: Model, call: Call, answer: Answer): State {
  const ended = { worker: null, bytes: answer.settledThere ? 'gone' : call.bytes } as const
  const unheard = answer.unheard && { worker: call.worker, says: answer.result }
  if (!holds(s, model, call)) {
    const { rules } = model
    const kept =
      call.lost === 'open' || (rules.lostCallsAreConfirmed && rules.lateNewsCounts && call.claim === 'passed')
    const over = kept && !(answer.unsure && rules.overOnlyByAnswer)
    return withCall(s, call, over ? { ...ended, lost: 'over' } : ended)
  }
  const holder = holderOf(s, call.period)
  const robbed = holder && holder !== call ? withCall(s, holder, { claim: 'stolen' }) : s
  const doubts = answer.result === 'stopped' && !unheard && { worker: call.worker, bytes: 'key refused' as const }
  const after = { ...ended, ...unheard, ...doubts, claim: 'passed', lost: lostAs(s, model, call, answer) } as const
  const left = withCall(robbed, call, after)
  const change = outcomeOf(s, model, call, answer)
  const seen = change.outcome === 'accepted' && !model.rules.confirmLooksBack ? withoutOver(left) : left
  return withPush(seen, call.period, change)
}

/** Whether a call that has just been settled is kept as a lost one. */
function lostAs(s: State, { rules }: Model, call: Call, { result, unsure }: Answer): Call['lost'] {
  if (!rules.lostCallsAreConfirmed) return 'no'
  if (unsure) return 'open'
  const older = call.period < s.planned - 1
  return rules.settleSeesNewerPeriod && older && result === 'accepted' ? 'over' : 'no'
}

/** Where what was accepted after a lost call was over counts as begun after it. */
function withoutOver(s: State): State {
  return s.calls.reduce((after, call) => (call.lost === 'over' ? withCall(after, call, { lost: 'no' }) : after), s)
}

/** The `case` of `settlePush`, line for line. */
function outcomeOf(s: State, { rules }: Model, call: Call, { result }: Answer): Partial<Push> {
  const { rebuild } = pushOf(s, call.period)
  const answered = result === 'accepted' || result === 'unmapped' || result === 'refused'
  const disconnected = s.connection !== 'live'
  const lastCallSpent = result === 'spent' && rebuild
  const looks = answered || (lastCallSpent && rules.lastCallCarriesWhatWasAccepted)
  const newer = rules.settleSeesNewerRevision && looks && (s.usage[call.period] ?? 0) > call.revision
  const to = (outcome: PushState) => ({ outcome, rebuild: rebuild && (result === 'retry' || result === 'stopped') })
  if (disconnected && !answered) return to('cancelled')
  if (newer && !disconnected) return to('waiting')
  if (answered) return to(result)
  if (lastCallSpent) return to('accepted')
  return to(result === 'spent' ? 'failed' : 'waiting')
}
