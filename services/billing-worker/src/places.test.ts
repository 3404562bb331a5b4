import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPlaces, SLOW_MS } from './places.ts'

function setUp(places = 40) {
  let nowMs = 0
  const made = createPlaces({ places, nowMs: () => nowMs })
  /** Takes a place and makes the call at once; the function that is answered ends it. */
  const begin = (connectionId: string) => {
    const place = made.take(connectionId)
    place.called()
    return place.leave
  }
  return { ...made, begin, pass: (ms: number) => (nowMs += ms) }
}

describe('the places of a worker', () => {
  test('who answers in time may have them all', () => {
    const { begin, refusal } = setUp()
    for (let call = 0; call < 100; call += 1) {
      expect(refusal('quick')).toBe(null)
      begin('quick')
    }
  })

  test('a partner whose calls are under way for long gets no more than a tenth, and the others are not refused', () => {
    const { begin, refusal, refused, pass } = setUp()
    for (let call = 0; call < 4; call += 1) begin('slow')
    expect(refusal('slow')).toBe(null)
    pass(SLOW_MS + 1)
    expect(refusal('slow')).toBeGreaterThan(0)
    expect(refused()).toEqual(['slow'])
    expect(refusal('other')).toBe(null)
  })

  test('slow until a call is quick again', () => {
    const { begin, refusal, pass } = setUp(10)
    const end = begin('slow')
    pass(SLOW_MS + 1)
    end()
    const first = begin('slow')
    expect(refusal('slow')).not.toBe(null)
    pass(10)
    first()
    begin('slow')
    expect(refusal('slow')).toBe(null)
  })

  test('a call that waits on our side before it leaves makes nobody slow, and has a place meanwhile', () => {
    const { take, begin, refusal, pass } = setUp(10)
    const waiting = take('quick')
    pass(SLOW_MS * 3)
    expect(refusal('quick')).toBe(null)
    waiting.called()
    pass(20)
    waiting.leave()
    begin('quick')
    expect(refusal('quick')).toBe(null)
    take('late')
    begin('late')
    pass(SLOW_MS + 1)
    expect(refusal('late')).not.toBe(null)
  })

  test('a slow partner with nothing under way may always make a call: nobody is shut out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 30 }), (places, partners) => {
        const { begin, refusal, pass } = setUp(places)
        for (let partner = 0; partner < partners; partner += 1) {
          const end = begin(`p${partner}`)
          pass(SLOW_MS * 2)
          end()
        }
        for (let partner = 0; partner < partners; partner += 1) {
          expect(refusal(`p${partner}`)).toBe(null)
          begin(`p${partner}`)
        }
      }),
    )
  })

  test('those that are refused come back one after the other, within a minute', () => {
    const { begin, refusal, pass } = setUp(10)
    begin('slow')
    pass(20_000)
    const waits = Array.from({ length: 100 }, () => refusal('slow') ?? 0)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0)
    expect(waits.at(-1)).toBe(60_000)
  })
})
