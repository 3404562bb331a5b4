import type { Event, Model } from './events.ts'
import { type Push, type State, withPush } from './state.ts'

/** `planRun` of the next period, the month's end and Send now alike, and `openRebuilds`, the last call of a run. */
export function plans(s: State, model: Model): Event[] {
  return [...(s.planning ? commits(s, s.planning) : begins(s, model)), ...(model.world.lastCalls ? lastCall(s) : [])]
}

/** A push that is superseded is locked until the plan commits: nobody sees it in between, so it is superseded from here on. */
function begins(s: State, { rules, world }: Model): Event[] {
  if (s.planned >= s.usage.length || s.connection !== 'live') return []
  const says = () => `planning of period ${s.planned + 1} begins`
  const known = !world.newCompany || s.usage.some((revision) => revision > 0)
  const planning = { revision: known ? (s.usage[s.planned] ?? 0) : null }
  const older = s.planned - 1
  const waits = s.pushes[older]?.outcome === 'waiting'
  const rests = waits || (s.pushes[older] && !rules.planSupersedesOnlyWaiting)
  const from = rests ? withPush(s, older, { outcome: 'superseded' }) : s
  return [{ kind: 'world', says, next: { ...from, planning } }]
}

function commits(s: State, { revision }: NonNullable<State['planning']>): Event[] {
  const push: Push | null =
    revision === null ? null : { outcome: revision > 0 ? 'waiting' : 'no_usage', revision, rebuild: false }
  const missed = s.report === s.planned ? 'racing' : (revision ?? 0) < (s.usage[s.planned] ?? 0) ? 'yes' : 'no'
  const next: State = { ...s, planning: null, planned: s.planned + 1, pushes: [...s.pushes, push], missed }
  const what = push ? `its push is ${push.outcome}` : 'no push, it did not see the company'
  return [{ kind: 'step', says: () => `planning of period ${next.planned} commits: ${what}`, next }]
}

function lastCall(s: State): Event[] {
  const period = s.planned - 1
  if (period < 0 || s.connection !== 'live' || s.pushes[period]?.outcome !== 'accepted') return []
  const says = () => `the last call of the run of period ${period + 1} is opened`
  return [{ kind: 'world', says, next: withPush(s, period, { outcome: 'waiting', rebuild: true }) }]
}
