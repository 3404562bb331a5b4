import { expect, test } from 'vitest'
import { createWatch } from './watch.ts'

function watched() {
  const state = { value: 1, looks: 0, fails: false, troubles: 0, nowMs: 0, lookTakesMs: 0 }
  const watch = createWatch({
    everyMs: 5,
    nowMs: () => state.nowMs,
    withoutMoment: ({ value }) => value,
    onTrouble: () => {
      state.troubles += 1
    },
    read: async () => {
      state.looks += 1
      state.nowMs += state.lookTakesMs
      if (state.fails) throw new Error('no')
      return { value: state.value, at: state.looks }
    },
  })
  return { state, watch }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

test('many who listen share one look, and are told at once, then whenever it has changed, and only then', async () => {
  const { state, watch } = watched()
  const heard: string[][] = [[], []]
  await Promise.all(heard.map((list) => watch.listen((json) => list.push(json))))
  expect(state.looks).toBe(1)
  await until(() => state.looks > 3)
  expect(heard.map((list) => list.length)).toEqual([1, 1])
  state.value = 2
  await until(() => heard.every((list) => list.length === 2))
  expect(heard.map((list) => JSON.parse(list[1] ?? '').value)).toEqual([2, 2])
})

test('nobody listens, nothing is looked at; who comes later is told what is then', async () => {
  const { state, watch } = watched()
  const hear = () => {}
  await watch.listen(hear)
  watch.stop(hear)
  await until(() => state.looks >= 1)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(state.looks).toBe(1)
  state.value = 7
  const heard: string[] = []
  await watch.listen((json) => heard.push(json))
  expect(JSON.parse(heard[0] ?? '').value).toBe(7)
})

test('a look that fails is told, and the next one comes; the first one is thrown to who asked', async () => {
  const { state, watch } = watched()
  state.fails = true
  await expect(watch.listen(() => {})).rejects.toThrow('no')
  state.fails = false
  const heard: string[] = []
  await watch.listen((json) => heard.push(json))
  state.fails = true
  await until(() => state.troubles > 0)
  state.fails = false
  state.value = 3
  await until(() => heard.length === 2)
})

test('a look that takes long is made less often', async () => {
  const { state, watch } = watched()
  await watch.listen(() => {})
  state.lookTakesMs = 40
  await until(() => state.looks >= 2)
  const looks = state.looks
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(state.looks).toBe(looks)
})
