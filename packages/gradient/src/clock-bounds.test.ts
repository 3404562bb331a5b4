import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClockBounds } from './clock-bounds.ts'

/** Less than what the bounds allow for. */
const DRIFT = 0.0019
/** As the other clock's milliseconds since 1970 lose what is smaller. */
const ROUNDED_MS = 0.001

const anyAnswer = fc.record({
  pauseMs: fc.integer({ min: 0, max: 20_000 }),
  thereMs: fc.integer({ min: 0, max: 500 }),
  backMs: fc.integer({ min: 0, max: 500 }),
  /** By how much the other clock is set meanwhile. */
  stepMs: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: -5_000, max: 5_000 })),
})

function follow(answers: { pauseMs: number; thereMs: number; backMs: number; stepMs: number }[], drift: number) {
  const bounds = createClockBounds()
  let nowMs = 1_000
  let offsetMs = 1_790_000_000_000
  let stepped = false
  return answers.map(({ pauseMs, thereMs, backMs, stepMs }) => {
    nowMs += pauseMs
    offsetMs += stepMs
    if (stepMs !== 0) stepped = true
    const other = (atMs: number) => atMs * (1 + drift) + offsetMs
    const [askedAtMs, readAtMs, answeredAtMs] = [nowMs, nowMs + thereMs, nowMs + thereMs + backMs]
    nowMs = answeredAtMs
    const found = bounds({ askedAtMs, answeredAtMs, otherMs: other(readAtMs) })
    return { found, truthMs: readAtMs - other(readAtMs), tookMs: thereMs + backMs, stepped }
  })
}

/** Read as soon as it was asked, and half a second under way back: the clocks ran apart in these, too. Found by chance, once in 20,000. */
const readAtOnceThenLate: [Parameters<typeof follow>[0], number] = [
  [500, 1].map((backMs) => ({ pauseMs: 0, thereMs: 0, backMs, stepMs: 0 })),
  0.00149,
]

test('however long answers take, and however the clocks run apart, the truth lies within the bounds, and they are no wider than the answer was long', () => {
  fc.assert(
    fc.property(
      fc.array(anyAnswer, { minLength: 1, maxLength: 30 }),
      fc.double({ min: -DRIFT, max: DRIFT, noNaN: true }),
      (answers, drift) => {
        for (const { found, truthMs, tookMs, stepped } of follow(answers, drift)) {
          expect(found.mostMs - found.leastMs).toBeLessThanOrEqual(tookMs + ROUNDED_MS)
          // After a step that contradicts nothing, by no more than the answer was long.
          const within = ROUNDED_MS + (stepped ? tookMs : 0)
          expect(found.leastMs).toBeLessThanOrEqual(truthMs + within)
          expect(found.mostMs).toBeGreaterThanOrEqual(truthMs - within)
        }
      },
    ),
    { numRuns: 500, examples: [readAtOnceThenLate] },
  )
})

test('an answer that comes late says as much as the quick one before it, but for what the clocks may have run apart', () => {
  const quick = { pauseMs: 0, thereMs: 1, backMs: 0, stepMs: 0 }
  const [, late] = follow([quick, { pauseMs: 500, thereMs: 3, backMs: 40, stepMs: 0 }], 0)
  expect((late?.found.mostMs ?? 0) - (late?.found.leastMs ?? 0)).toBeCloseTo(1 + 2 * 0.002 * 544, 1)
})

test('a clock that was set is believed at once', () => {
  const quick = { pauseMs: 100, thereMs: 1, backMs: 1, stepMs: 0 }
  const [, after] = follow([quick, { ...quick, stepMs: 60_000 }], 0)
  expect(Math.abs((after?.found.leastMs ?? 0) - (after?.truthMs ?? 0))).toBeLessThanOrEqual(2)
})
