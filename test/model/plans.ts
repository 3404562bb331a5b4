import type { Event, Model } from './events.ts'
import { type Push, pushOf, type State, withPush } from './state.ts'

/** `planRun` of the next period, the month's end and Send now alike, and `openRebuild`, the last call of a run. */
export function plans(s: State, { rules, world }: Model): Event[] {
  return [
    ...(s.planning ? commits(s, s.planning) : begins(s, rules.planSupersedesOnlyWaiting)),
    ...(world.lastCalls ? lastCall(s) : []),
  ]
}

/** A push that is superseded is locked until the plan commits: nobody sees it in between, so it is superseded from here on. */
function begins(s: State, onlyWaiting: boolean): Event[] {
  if (s.planned >= s.usage.length || s.connection !== 'live') return []
  const says = () => `planning of period ${s.planned + 1} begins`
  const planning = { revision: s.usage[s.planned] ?? 0 }
  const older = s.planned - 1
  const rests = older >= 0 && (pushOf(s, older).outcome === 'waiting' || !onlyWaiting)
  const from = rests ? withPush(s, older, { outcome: 'superseded' }) : s
  return [{ kind: 'world', says, next: { ...from, planning } }]
}

function commits(s: State, planning: { revision: number }): Event[] {
  const { revision } = planning
  const push: Push = { outcome: revision > 0 ? 'waiting' : 'no_usage', revision, rebuild: false }
  const missed = s.report === s.planned ? 'racing' : revision < (s.usage[s.planned] ?? 0) ? 'yes' : 'no'
  const next: State = { ...s, planning: null, planned: s.planned + 1, pushes: [...s.pushes, push], missed }
  return [{ kind: 'step', says: () => `planning of period ${next.planned} commits: its push is ${push.outcome}`, next }]
}

function lastCall(s: State): Event[] {
  const period = s.planned - 1
  if (period < 0 || s.connection !== 'live' || pushOf(s, period).outcome !== 'accepted') return []
  const says = () => `the last call of the run of period ${period + 1} is opened`
  return [{ kind: 'world', says, next: withPush(s, period, { outcome: 'waiting', rebuild: true }) }]
}
