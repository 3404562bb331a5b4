import type { Event, Model } from './events.ts'
import { type Call, isSending, pushedPeriods, pushOf, type State, withCall, withPush } from './state.ts'
import { numberWords } from './words.ts'

/**
 * `claimPush`: any idle worker tries any push at any time, since jobs may be doubled, late or replayed. One statement: what it reads of the
 * connection, the count and newer periods is of its snapshot; the push's own row and the unique index are looked at when it writes.
 */
export function claims(s: State, model: Model): Event[] {
  const worker = idleWorker(s)
  const begun = worker === null ? [] : pushedPeriods(s).flatMap((period) => look(s, model, { period, worker }))
  const slow = s.calls.filter((call) => call.bytes === 'looking').map((call) => write(s, model, call, ' at last'))
  return [...begun, ...slow.flat()]
}

/** The workers are alike: of two idle ones it does not matter which. */
function idleWorker(s: State): 'A' | 'B' | null {
  for (const name of ['A', 'B'] as const) if (!s.calls.some((call) => call.worker === name)) return name
  return null
}

function look(s: State, model: Model, input: { period: number; worker: 'A' | 'B' }): Event[] {
  const { period, worker } = input
  const revision = s.usage[period] ?? 0
  const newer = model.rules.claimSeesNewerPeriod && s.planned > period + 1
  if (s.connection !== 'live' || revision === 0 || newer || !claimable(s, model, period)) return []
  if (s.keyInDoubt && model.rules.claimSeesDoubt) return []
  const call: Call = { period, revision, worker, bytes: 'looking', claim: 'passed', lost: 'no' }
  const broken = s.keyInDoubt && { broken: 'a claim began while its key was in doubt' }
  const looking = { ...s, ...broken, calls: [...s.calls, call] }
  const at = write(looking, model, call, '')
  if (!model.world.slowClaims) return at
  const says = () => `worker ${worker} begins to claim the push of period ${period + 1}: its statement takes its time`
  return [...at, { kind: 'step', says, next: looking }]
}

/** What the write itself looks at, whatever the snapshot said: the row as it is now, and the unique index. */
function claimable(s: State, { rules }: Model, period: number): boolean {
  const { outcome } = pushOf(s, period)
  if (rules.oneAtATime && isSending(s, period)) return false
  if (outcome === 'waiting' || outcome === 'failed') return true
  return !rules.claimsAreNotTakenOver && outcome === 'sending' && holderOf(s, period)?.claim === 'ran out'
}

function write(s: State, model: Model, call: Call, late: string): Event[] {
  const { period, revision, worker } = call
  if (!claimable(s, model, period)) {
    const says = () => `worker ${worker} claims nothing${late}: the push of period ${period + 1} is not to be had`
    return [{ kind: 'step', says, next: withCall(s, call, { worker: null }) }]
  }
  const says = () =>
    `worker ${worker} claims the push of period ${period + 1}${late}: ${numberWords(model.world, { period, revision })}`
  const claimed = withCall(s, call, { bytes: 'unsent', claim: 'holds' })
  return [{ kind: 'step', says, next: taken(claimed, model, { before: s, period, revision }) }]
}

function taken(s: State, model: Model, input: { before: State; period: number; revision: number }): State {
  const { before, period, revision } = input
  const push = pushOf(s, period)
  const rebuild = push.rebuild && (revision === push.revision || !model.rules.lastCallCarriesWhatWasAccepted)
  const holder = holderOf(before, period)
  const free = holder ? withCall(s, holder, { claim: 'passed', lost: 'open' }) : s
  return withPush(free, period, { outcome: 'sending', revision, rebuild })
}

/** The call whose claim the push names. */
export function holderOf(s: State, period: number): Call | undefined {
  return s.calls.find((call) => call.period === period && (call.claim === 'holds' || call.claim === 'ran out'))
}
