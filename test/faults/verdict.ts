import type { WholeSystem } from '@bridge/testkit'
import { waitFor } from '@bridge/testkit'
import { sql } from 'kysely'
import { type FleetOfPartners, PERIOD } from './fleet-of-partners.ts'

/** What a fault did, counted on both sides: in our ledger and in Gradient. All but `pushes` and `extraCalls` must be 0. */
export interface Verdict {
  pushes: number
  /** Companies without an outcome, or whose number did not reach Gradient. */
  lost: number
  /** Calls under way for one company while another was; pushes beyond those that were expected. */
  doubled: number
  /** Companies for which Gradient holds, or held after a newer one, a number that is not the newest. */
  wrong: number
  /** Partners whose billing view in Gradient lacks a number that it has taken. */
  outdated: number
  /** Calls beyond one for each number of a company and one that rebuilds the view. */
  extraCalls: number
  /** What Gradient saw of calls that were under way at once, should any have been: it tells a call that was given up from one that was not. */
  overlaps: string[]
  /** Processes that ended without being killed. */
  deaths: string[]
}

interface SeenCall {
  accountId: string
  startedAtMs: number
  endedAtMs: number | null
  unitCount: number
  noBuild: boolean
  answered: number | string | null
}

/** Waits for `isSettled`. */
export async function settled(system: WholeSystem, fleet: FleetOfPartners, timeoutMs: number): Promise<void> {
  await waitFor(() => isSettled(system, fleet), {
    timeoutMs,
    everyMs: 100,
    what: 'every count to be settled',
  }).catch(async (error: unknown) => {
    const { rows } = await sql`
      select outcome, last_error, count(*)::int, min(due_at) from push group by 1, 2`.execute(system.db)
    throw new Error(`${error instanceof Error ? error.message : error}: ${JSON.stringify(rows)}`)
  })
}

/** Whether every push has its outcome and the newest number, and every partner's view was rebuilt. */
export async function isSettled(system: WholeSystem, fleet: FleetOfPartners): Promise<boolean> {
  const { rows } = await sql<{ done: number }>`
    select count(*)::int as done from push p
    join usage_count u on u.partner_id = p.partner_id and u.company_id = p.company_id and u.period = p.period
    where p.period = ${PERIOD} and p.outcome = 'accepted' and p.revision = u.revision`.execute(system.db)
  const { rows: rebuilds } = await sql<{ open: number }>`
    select count(*)::int as open from partner_run where rebuild_due`.execute(system.db)
  return rows[0]?.done === fleet.counts.size && rebuilds[0]?.open === 0
}

/** Compares the ledger, what was reported, and what Gradient saw and holds. */
export async function verdict(system: WholeSystem, fleet: FleetOfPartners): Promise<Verdict> {
  const { rows } = await sql<{ pushes: number; expected: number; open: number }>`
    select count(*)::int as pushes, (select sum(expected)::int from partner_run) as expected,
      count(*) filter (where outcome <> 'accepted')::int as open
    from push`.execute(system.db)
  const ledger = rows[0] ?? { pushes: 0, expected: 0, open: 0 }
  const stats = (await system.control('GET', 'stats')) as { maxConcurrentCountsPerAccount: number }
  const result: Verdict = {
    pushes: ledger.pushes,
    lost: ledger.open + Math.max(fleet.counts.size - ledger.pushes, 0),
    doubled: ledger.pushes - ledger.expected + Math.max(stats.maxConcurrentCountsPerAccount - 1, 0),
    wrong: 0,
    outdated: 0,
    extraCalls: 0,
    overlaps: [],
    deaths: system.deaths(),
  }
  for (const partner of fleet.partners) {
    const { accounts, view } = (await system.control('GET', `partners/${partner.key}`)) as {
      accounts: { id: string; unitCount: number | null }[]
      view: { isCurrent: boolean }
    }
    if (!view.isCurrent) result.outdated += 1
    for (const account of accounts) {
      const reported = fleet.counts.get(`${partner.id}/${account.id}`)
      if (account.unitCount === null) result.lost += 1
      else if (account.unitCount !== reported) result.wrong += 1
    }
    const calls = (await system.control('GET', `calls?route=count&partnerKey=${partner.key}`)) as SeenCall[]
    const seen = countCalls(calls)
    result.extraCalls += seen.extraCalls
    result.wrong += seen.olderAfterNewer
    result.overlaps.push(...overlapping(calls))
  }
  return result
}

/** Of the calls of one partner those that came while another for the same account was under way, in words. `aborted`: the sender had given it up, and when that was noticed. */
export function overlapping(calls: SeenCall[]): string[] {
  const last = new Map<string, SeenCall>()
  return calls.flatMap((call) => {
    const before = last.get(call.accountId)
    last.set(call.accountId, call)
    if (before === undefined || (before.endedAtMs ?? Number.POSITIVE_INFINITY) <= call.startedAtMs) return []
    const span = ({ unitCount, startedAtMs, endedAtMs, answered }: SeenCall) =>
      `${unitCount} from ${startedAtMs} to ${endedAtMs} (${answered})`
    return [`${call.accountId}: ${span(before)}, then ${span(call)}`]
  })
}

/** What the calls of one partner tell: repeats of a number beyond its first call, and numbers that came after a newer one (numbers only grow here). */
export function countCalls(calls: SeenCall[]): { extraCalls: number; olderAfterNewer: number } {
  const newest = new Map<string, number>()
  const seen = new Set<string>()
  let extraCalls = 0
  let olderAfterNewer = 0
  for (const call of calls) {
    // Refused for haste: it had no effect, and is sent again.
    if (call.answered === 429) continue
    if (call.unitCount < (newest.get(call.accountId) ?? 0)) olderAfterNewer += 1
    newest.set(call.accountId, Math.max(newest.get(call.accountId) ?? 0, call.unitCount))
    const key = `${call.accountId} ${call.unitCount} ${call.noBuild}`
    if (seen.has(key)) extraCalls += 1
    seen.add(key)
  }
  return { extraCalls, olderAfterNewer }
}
