import type { FaultKind } from './fault-kinds.ts'
import type { ErrorRule, FaultChange, FaultSwitches, RouteName } from './fault-switches.ts'

/** A call, as far as faults are told apart by it. */
export interface FaultedCall {
  route: RouteName
  method: string
  accountId: string | null
}

/** The switches as they stand, for all and per partner (by organization, so that a new key keeps them). */
export interface FaultBoard {
  change(organizationId: string | null, change: Omit<FaultChange, 'partnerKey'>): void
  clear(): void
  /** What was set for all (null) or for one partner alone; `times` shows what is left. */
  setFor(organizationId: string | null): FaultSwitches
  partnersWithSwitches(): string[]
  /** What holds for a partner: its own switches over those for all; both lists of refused accounts. */
  effective(organizationId: string | null): FaultSwitches
  /** The error that strikes this call, if any; uses up one of its `times`. */
  drawError(organizationId: string | null, call: FaultedCall): FaultKind | undefined
  drawLatencyMs(organizationId: string | null): number
}

/** Makes a board with every switch at its default. `random` gives numbers from 0 up to 1. */
export function createFaultBoard(random: () => number): FaultBoard {
  const board = new Map<string | null, FaultSwitches>()
  const setFor = (organizationId: string | null) => board.get(organizationId) ?? {}
  const effective = (organizationId: string | null): FaultSwitches => {
    const forAll = setFor(null)
    const own = organizationId === null ? undefined : board.get(organizationId)
    if (!own) return forAll
    const accountRefused = [...(own.accountRefused ?? []), ...(forAll.accountRefused ?? [])]
    return { ...forAll, ...own, accountRefused }
  }
  return {
    setFor,
    effective,
    change(organizationId, change) {
      const changed = { ...setFor(organizationId), ...structuredClone(change) }
      const kept = Object.entries(changed).filter(([, value]) => value !== null && value !== undefined)
      if (kept.length === 0) board.delete(organizationId)
      else board.set(organizationId, Object.fromEntries(kept))
    },
    clear: () => board.clear(),
    partnersWithSwitches: () => [...board.keys()].filter((key) => key !== null),
    drawError(organizationId, call) {
      const own = organizationId === null ? undefined : board.get(organizationId)?.errors
      return drawFrom(own, call, random) ?? drawFrom(setFor(null).errors, call, random)
    },
    drawLatencyMs(organizationId) {
      const latency = effective(organizationId).latencyMs ?? 0
      return typeof latency === 'number' ? latency : latency.min + random() * (latency.max - latency.min)
    },
  }
}

function drawFrom(rules: ErrorRule[] | undefined, call: FaultedCall, random: () => number): FaultKind | undefined {
  const rule = rules?.find((candidate) => matches(candidate, call) && random() < (candidate.rate ?? 1))
  if (!rule || !rules) return undefined
  if (rule.times !== undefined) {
    rule.times -= 1
    if (rule.times === 0) rules.splice(rules.indexOf(rule), 1)
  }
  return rule.kind
}

function matches(rule: ErrorRule, call: FaultedCall): boolean {
  return (
    (rule.route === undefined || rule.route === call.route) &&
    (rule.method === undefined || rule.method === call.method) &&
    (rule.accountId === undefined || rule.accountId === call.accountId)
  )
}
