import type { Call } from './call-log.ts'
import { createRateWindow } from './rate-window.ts'

/** Figures over all calls since the log was last cleared, also those that the log no longer holds. */
export interface CallFigures {
  calls: number
  maxCallsInOneSecond: number
  maxConcurrentCountsPerAccount: number
  answers: Record<string, number>
  faults: Record<string, number>
  routes: Record<string, number>
}

export interface CallStatistics {
  arrived(nowMs: number): void
  countStarted(call: Call): void
  ended(call: Call): void
  /** Undoes `ended` for a call whose answer turned out not to have been given. */
  takeBack(call: Call): void
  figures(): CallFigures
  clear(): void
}

/** Makes figures that stand at zero. Counts of one account overlap when the second arrives before the first was answered. */
export function createCallStatistics(): CallStatistics {
  let window = createRateWindow()
  let figures = emptyFigures()
  const underWay = new Map<string, number>()
  const counted = new WeakSet<Call>()
  return {
    arrived(nowMs) {
      figures.calls += 1
      window.add(nowMs)
      figures.maxCallsInOneSecond = Math.max(figures.maxCallsInOneSecond, window.countAt(nowMs))
    },
    countStarted(call) {
      const key = accountKey(call)
      const concurrent = (underWay.get(key) ?? 0) + 1
      underWay.set(key, concurrent)
      counted.add(call)
      figures.maxConcurrentCountsPerAccount = Math.max(figures.maxConcurrentCountsPerAccount, concurrent)
    },
    ended(call) {
      add(figures.answers, String(call.answered), 1)
      add(figures.routes, call.route, 1)
      if (call.fault !== null) add(figures.faults, call.fault, 1)
      if (!counted.delete(call)) return
      const left = (underWay.get(accountKey(call)) ?? 1) - 1
      if (left > 0) underWay.set(accountKey(call), left)
      else underWay.delete(accountKey(call))
    },
    takeBack(call) {
      add(figures.answers, String(call.answered), -1)
      add(figures.routes, call.route, -1)
      if (call.fault !== null) add(figures.faults, call.fault, -1)
    },
    figures: () => structuredClone(figures),
    clear() {
      figures = emptyFigures()
      window = createRateWindow()
    },
  }
}

function emptyFigures(): CallFigures {
  return { calls: 0, maxCallsInOneSecond: 0, maxConcurrentCountsPerAccount: 0, answers: {}, faults: {}, routes: {} }
}

function accountKey(call: Call): string {
  return `${call.organizationId} ${call.serviceId} ${call.accountId}`
}

function add(counts: Record<string, number>, key: string, by: number): void {
  counts[key] = (counts[key] ?? 0) + by
  if (counts[key] <= 0) delete counts[key]
}
