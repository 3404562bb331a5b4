import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../test/seeded-random.ts'
import { type BackOffState, backOff, CALM } from './back-off.ts'

/** Answers one after the other, each sent when the one before was in and the wait over. Returns the waits. */
function answers(kinds: readonly boolean[], from: BackOffState = CALM, random = 0) {
  let state = from
  let nowMs = Math.max(from.heldUntilMs, 0)
  const waits: (number | null)[] = []
  for (const limited of kinds) {
    const said = backOff(state, { limited, askedMs: null, sentAtMs: nowMs, nowMs: nowMs + 1, random })
    state = said.state
    waits.push(said.waitMs)
    nowMs += 1 + (said.waitMs ?? 0)
  }
  return { state, waits, asked: waits.filter((waitMs) => waitMs !== null) }
}

const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value)

/**
 * A fleet that sends evenly, every process with a state of its own; a wait that one asks for holds them all. `refuses` says what Gradient does with
 * a call that arrives at a time.
 */
function runFleet(run: {
  processes: number
  perSecond: number
  calls: number
  latencyMs: number
  random: () => number
  refuses: (atMs: number) => boolean
  slows?: boolean
}) {
  const states = times(run.processes, CALM)
  const underWay: { process: number; sentAtMs: number; limited: boolean }[] = []
  let [nextMs, waitedMs, refused, sent] = [0, 0, 0, 0]
  while (sent < run.calls) {
    const first = underWay[0]
    if (first !== undefined && first.sentAtMs + run.latencyMs <= nextMs) {
      underWay.shift()
      const nowMs = first.sentAtMs + run.latencyMs
      const said = backOff(states[first.process] ?? CALM, {
        limited: first.limited,
        askedMs: null,
        sentAtMs: first.sentAtMs,
        nowMs,
        random: run.random(),
      })
      states[first.process] = said.state
      const heldUntilMs = Math.max(nextMs, nowMs + (said.waitMs ?? 0))
      if (run.slows === false) continue
      waitedMs += heldUntilMs - nextMs
      nextMs = heldUntilMs
      continue
    }
    const limited = run.refuses(nextMs)
    if (limited) refused += 1
    underWay.push({ process: sent % run.processes, sentAtMs: nextMs, limited })
    sent += 1
    nextMs += 1000 / run.perSecond
  }
  return { waitedMs, refusedShare: refused / sent, tookMs: nextMs, accepted: sent - refused }
}

/** Gradient's limit over a true sliding second; a refused call takes no place in it. */
function limitOf(perSecond: number): (atMs: number) => boolean {
  const admitted: number[] = []
  return (atMs) => {
    while ((admitted[0] ?? Number.POSITIVE_INFINITY) <= atMs - 1000) admitted.shift()
    if (admitted.length >= perSecond) return true
    admitted.push(atMs)
    return false
  }
}

describe('whether the fleet waits after a 429', () => {
  test('what Gradient asks for is kept to, whatever went before; zero is as if it had asked for nothing', () => {
    const asked = { limited: true, sentAtMs: 0, nowMs: 5, random: 0 }
    expect(backOff(CALM, { ...asked, askedMs: 3000 }).waitMs).toBe(3000)
    expect(backOff(answers(times(50, true)).state, { ...asked, askedMs: 90_000 }).waitMs).toBe(90_000)
    expect(backOff(CALM, { ...asked, askedMs: 0 }).waitMs).toBeNull()
  })

  test('429s with four other answers between them never make the fleet wait', () => {
    const gaps = fc.array(fc.integer({ min: 4, max: 30 }), { maxLength: 200 })
    fc.assert(
      fc.property(gaps, (others) => {
        expect(answers(others.flatMap((count) => [true, ...times(count, false)])).asked).toEqual([])
      }),
    )
  })

  test('the sixth 429 in a row does, and each one after a wait doubles it, up to a minute', () => {
    const { waits } = answers(times(17, true))
    expect(waits.slice(0, 5)).toEqual(times(5, null))
    expect(waits.slice(5)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000])
  })

  test('whatever came before, 6 refused in a row make it wait; after 500 good answers all is forgotten', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 300 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, random) => {
          const { state, asked } = answers([...before, ...times(6, true)], CALM, random)
          expect(asked.length).toBeGreaterThan(0)
          for (const waitMs of asked) {
            expect(waitMs).toBeGreaterThanOrEqual(125)
            expect(waitMs).toBeLessThanOrEqual(60_000)
          }
          const { state: calm } = answers(times(500, false), state)
          expect(answers([true, true], calm).asked).toEqual([])
          expect(answers(times(6, true), calm).asked).toEqual([250])
        },
      ),
    )
  })

  test('answers to calls from before the wait say nothing new, however many they are', () => {
    const { state } = answers(times(6, true))
    const late = {
      limited: true,
      askedMs: null,
      sentAtMs: state.heldUntilMs - 1,
      nowMs: state.heldUntilMs + 5000,
      random: 0,
    }
    for (let call = 0; call < 50; call++) expect(backOff(state, late)).toEqual({ state, waitMs: null })
    expect(backOff(state, { ...late, sentAtMs: state.heldUntilMs }).waitMs).toBe(500)
  })

  test('the wait is shortened by up to half, so that not everybody returns at once', () => {
    expect(answers(times(6, true), CALM, 0.999).asked[0]).toBeCloseTo(125, 0)
  })
})

describe('what that makes of a run', () => {
  test.each([1, 2, 5])(
    '55,000 calls, of which 5 in 100 are refused at random, lose less than 1 in 100 of their time to that: %i processes',
    (processes) => {
      for (let seed = 1; seed <= 20; seed++) {
        const random = seededRandom(seed)
        const refuses = () => random() < 0.05
        const run = runFleet({ processes, perSecond: 90, calls: 55_000, latencyMs: 40, random, refuses })
        expect(run.waitedMs).toBeLessThan(6000)
      }
    },
  )

  test.each([
    [45, 1],
    [45, 4],
    [20, 1],
    [20, 4],
  ])(
    'against a limit of %i instead of our 90 less than half as many are refused as without waiting, %i processes',
    (limit, processes) => {
      const how = { processes, perSecond: 90, calls: 5000, latencyMs: 40 }
      const without = runFleet({ ...how, random: seededRandom(1), refuses: limitOf(limit), slows: false })
      const slowed = runFleet({ ...how, random: seededRandom(1), refuses: limitOf(limit) })
      expect(without.refusedShare).toBeGreaterThan(1 - limit / 90 - 0.02)
      expect(slowed.refusedShare).toBeLessThan(without.refusedShare / 2)
      expect((slowed.accepted * 1000) / slowed.tookMs).toBeGreaterThan(limit * 0.4)
    },
  )

  test('while everything is refused hardly anything is sent, and when that is over the fleet is back within seconds', () => {
    const random = seededRandom(3)
    const refuses = (atMs: number) => atMs < 300_000
    const run = runFleet({ processes: 4, perSecond: 90, calls: 6000, latencyMs: 40, random, refuses })
    expect(run.refusedShare * 6000).toBeLessThan(150)
    expect(run.tookMs - (6000 * 1000) / 90).toBeLessThan(365_000)
  })
})
