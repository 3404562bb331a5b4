import { expect, test } from 'vitest'
import { keptFor } from './kept-for.ts'

function counter() {
  const state = { nowMs: 0, reads: 0, troubles: 0, fails: false }
  const ask = keptFor({
    ms: 100,
    mostMs: 1_000,
    nowMs: () => state.nowMs,
    onTrouble: () => {
      state.troubles += 1
    },
    read: async () => {
      if (state.fails) throw new Error('no')
      state.reads += 1
      return state.reads
    },
  })
  return { state, ask, get: async () => (await ask()).value }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('is read once for all who ask at the same time, and not again while it is young', async () => {
  const { state, get } = counter()
  expect(await Promise.all([get(), get()])).toEqual([1, 1])
  state.nowMs = 99
  expect([await get(), state.reads]).toEqual([1, 1])
})

test('what is old is answered at once, with its age, and read anew for the next', async () => {
  const { state, ask } = counter()
  await ask()
  state.nowMs = 100
  expect(await ask()).toEqual({ value: 1, atMs: 0 })
  await settled()
  expect(await ask()).toEqual({ value: 2, atMs: 100 })
})

test('what nobody asked for in a long time is not answered any more', async () => {
  const { state, get } = counter()
  await get()
  state.nowMs = 1_000
  expect(await get()).toBe(2)
  state.nowMs = 9_000
  state.fails = true
  await expect(get()).rejects.toThrow('no')
})

test('a read that fails leaves what there was, and is thrown where there is nothing', async () => {
  const { state, get } = counter()
  state.fails = true
  await expect(get()).rejects.toThrow('no')
  state.fails = false
  await get()
  state.fails = true
  state.nowMs = 500
  expect(await get()).toBe(1)
  await settled()
  expect([await get(), state.troubles > 0]).toEqual([1, true])
})
