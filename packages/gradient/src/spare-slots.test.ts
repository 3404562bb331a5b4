import { describe, expect, test } from 'vitest'
import { type SlotRules, spacingUsFor } from './slots.ts'
import { decideSpare, SHARED_VALID_MS, SPARE_USE_MS, type SpareAsk, type SpareRow } from './spare-slots.ts'

const rules: SlotRules = {
  spacingUs: spacingUsFor(90),
  bulkAheadUs: 200_000,
  interactiveAheadUs: 400_000,
  graceUs: 1_000_000,
}
const SECOND_US = 1_000_000
const look: SpareAsk = { op: 'look' }
const slot = { op: 'slot', renew: false, priority: 'bulk', askerId: 'a', holdUs: 0, slots: 1 } as const
const cutOff = { ...slot, renew: true }

/** A row, as it is asked for one thing after the other at given times. */
function startRow(first: Partial<SpareRow> = {}) {
  let row = { state: null as string | null, inUseUntilUs: null as number | null, ageMs: 0, ...first }
  return {
    ask(nowUs: number, ask: SpareAsk) {
      const { write, answer } = decideSpare({ ...row, nowUs }, ask, rules)
      if (write !== null) {
        const { state, inUseMs } = write
        const inUseUntilUs = inUseMs === null ? row.inUseUntilUs : inUseMs === 0 ? null : nowUs + inUseMs * 1000
        row = { ...row, state, inUseUntilUs }
      }
      return { answer, write }
    },
  }
}

/** In use since second 0; slots from `readyUs` on. */
function startOpen() {
  const row = startRow()
  row.ask(0, cutOff)
  row.ask(0, cutOff)
  const readyUs = SHARED_VALID_MS * 1000 + rules.spacingUs
  return { row, readyUs }
}

describe('the row of spare slots', () => {
  test('whoever reaches Redis finds it closed and leaves it so', () => {
    for (const ask of [look, slot]) {
      expect(startRow().ask(0, ask)).toEqual({ answer: { closedForUs: 0 }, write: null })
    }
  })

  test('the first slot is counted from a clock that was read after everybody could see the announcement', () => {
    const row = startRow()
    expect(row.ask(0, cutOff)).toMatchObject({ answer: { askAgainUs: 0 }, write: { durable: true } })
    expect(row.ask(1, look).answer).toEqual({ inUse: true })
    // Between the two writes any time may pass: here four seconds.
    row.ask(4 * SECOND_US, cutOff)
    const readyUs = 4 * SECOND_US + SHARED_VALID_MS * 1000 + rules.spacingUs
    expect(row.ask(4 * SECOND_US, slot).answer).toEqual({ askAgainUs: SECOND_US })
    expect(row.ask(readyUs - 100_000, { ...slot, askerId: 'b', priority: 'interactive' }).answer).toEqual({
      waitUs: 100_000,
    })
  })

  test('while it is in use everybody takes slots there, and only those who cannot reach Redis keep it so', () => {
    const { row, readyUs } = startOpen()
    expect(row.ask(readyUs, cutOff)).toMatchObject({ answer: { waitUs: 0 }, write: { inUseMs: SPARE_USE_MS } })
    expect(row.ask(readyUs, slot)).toMatchObject({ answer: { waitUs: rules.spacingUs }, write: { inUseMs: null } })
    expect(row.ask(readyUs, look)).toEqual({ answer: { inUse: true }, write: null })
  })

  test.each([look, slot])(
    'when nobody has renewed it, whoever comes closes it by a write, and takes no slot there: %j',
    (ask) => {
      const { row, readyUs } = startOpen()
      row.ask(readyUs, slot)
      const lapsedUs = SPARE_USE_MS * 1000
      expect(row.ask(lapsedUs, ask)).toMatchObject({ answer: { closedForUs: 0 }, write: { inUseMs: 0, durable: true } })
      expect(row.ask(lapsedUs, slot)).toEqual({ answer: { closedForUs: 0 }, write: null })
    },
  )

  test('Redis is held until the last slot that was taken there has passed', () => {
    const { row } = startOpen()
    const lastUs = SPARE_USE_MS * 1000 - 1
    for (let taken = 0; taken < 5; taken++) row.ask(lastUs, { ...slot, slots: 3 })
    const waits = 15 * rules.spacingUs - 1
    expect(row.ask(lastUs + 1, look).answer).toEqual({ closedForUs: waits })
    expect(row.ask(lastUs + 1001, look).answer).toEqual({ closedForUs: waits - 1000 })
  })

  test('renewed before anybody has closed it, it goes on without a pause, however long it lay', () => {
    const { row } = startOpen()
    const lateUs = 60 * SECOND_US
    expect(row.ask(lateUs, cutOff)).toMatchObject({ answer: { waitUs: 0 }, write: { inUseMs: SPARE_USE_MS } })
  })

  test('opened again after it was closed, it waits again until all have noticed', () => {
    const { row } = startOpen()
    row.ask(10 * SECOND_US, look)
    row.ask(20 * SECOND_US, cutOff)
    row.ask(20 * SECOND_US, cutOff)
    expect(row.ask(20 * SECOND_US + 1_900_000, { ...slot, priority: 'interactive' }).answer).toEqual({
      waitUs: 100_000 + rules.spacingUs,
    })
  })

  test('a slow-down is kept in it, closed or in use', () => {
    const closed = startRow()
    closed.ask(0, { op: 'hold', holdUs: 3 * SECOND_US })
    expect(closed.ask(SECOND_US, look).answer).toEqual({ closedForUs: 2 * SECOND_US })
    const { row, readyUs } = startOpen()
    row.ask(readyUs, { op: 'hold', holdUs: 300_000 })
    expect(row.ask(readyUs, { ...slot, priority: 'interactive' }).answer).toEqual({ waitUs: 300_000 })
  })

  test.each([
    ['nothing that can be read', '{"nextUs":'],
    ['no numbers', '{"nextUs":"x","waiting":[]}'],
    ['a time beyond any hold, from a clock that was set back', '{"nextUs":3600000000,"waiting":[]}'],
  ])('a state with %s is as none: closed it asks for nothing, in use it begins with the pause', (_what, state) => {
    expect(startRow({ state }).ask(0, look).answer).toEqual({ closedForUs: 0 })
    const inUse = startRow({ state, inUseUntilUs: 5 * SECOND_US })
    expect(inUse.ask(0, slot).answer).toEqual({ askAgainUs: 0 })
    expect(inUse.ask(SHARED_VALID_MS * 1000, { ...slot, priority: 'interactive' }).answer).toEqual({
      waitUs: rules.spacingUs,
    })
  })
})
