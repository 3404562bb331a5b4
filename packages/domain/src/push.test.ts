import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayMove, movesInto, PUSH_MOVES, PUSH_STATES } from './push.ts'

describe('the legal moves of a push', () => {
  test('cancelled and superseded are final', () => {
    expect(PUSH_MOVES.cancelled).toEqual({})
    expect(PUSH_MOVES.superseded).toEqual({})
  })

  test('a count is accepted, unmapped or refused only by an answer, that is, out of sending', () => {
    for (const state of ['accepted', 'unmapped', 'refused'] as const) expect(movesInto(state)).toEqual(['sending'])
  })

  test('nothing becomes no_usage: it is the state in which a push without a number begins', () => {
    expect(movesInto('no_usage')).toEqual([])
  })

  test('on every walk over the legal moves there is an answer between two calls, and no way back from the end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
        fc.constantFrom('waiting', 'no_usage'),
        (choices, start) => {
          let state: (typeof PUSH_STATES)[number] = start as 'waiting'
          for (const choice of choices) {
            const next = PUSH_STATES.filter((to) => mayMove(state, to))
            if (next.length === 0) {
              expect(['cancelled', 'superseded']).toContain(state)
              return
            }
            const to = next[choice % next.length]
            if (to === undefined) return
            if (to === 'accepted') expect(state).toBe('sending')
            if (to === 'sending') expect(['waiting', 'failed']).toContain(state)
            state = to
          }
        },
      ),
    )
  })

  test('every move says why', () => {
    for (const moves of Object.values(PUSH_MOVES))
      for (const reason of Object.values(moves)) expect(reason.length).toBeGreaterThan(10)
  })
})
