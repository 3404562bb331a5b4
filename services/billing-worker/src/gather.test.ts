import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { gather } from './gather.ts'

/** A run that waits until it is let go, and remembers what it was given. */
function held() {
  const groups: { inputs: number[]; answer: () => void; fail: (error: Error) => void }[] = []
  const run = (inputs: number[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<number[]>()
    groups.push({ inputs, answer: () => resolve(inputs.map((input) => input * 10)), fail: reject })
    return promise
  }
  return { groups, run, sizes: () => groups.map(({ inputs }) => inputs.length) }
}

test('one that asks while nothing is under way goes at once', async () => {
  const { groups, run } = held()
  const ask = gather({ most: 10, run })
  const answer = ask(7)
  await nextTurn()
  expect(groups.map(({ inputs }) => inputs)).toEqual([[7]])
  groups[0]?.answer()
  expect(await answer).toBe(70)
})

test('who asks while two groups are under way goes with the next, at most so many at a time', async () => {
  const { groups, run, sizes } = held()
  const ask = gather({ most: 3, run })
  const first = [ask(1)]
  await nextTurn()
  const second = [ask(2)]
  await nextTurn()
  const rest = [3, 4, 5, 6, 7].map(ask)
  await nextTurn()
  expect(sizes()).toEqual([1, 1])
  groups[1]?.answer()
  await Promise.all(second)
  await nextTurn()
  expect(sizes()).toEqual([1, 1, 3])
  groups[2]?.answer()
  await nextTurn()
  groups[3]?.answer()
  groups[0]?.answer()
  expect(await Promise.all([...first, ...rest])).toEqual([10, 30, 40, 50, 60, 70])
  expect(groups[3]?.inputs).toEqual([6, 7])
})

test('a group that hangs holds up nobody who asks later', async () => {
  const { groups, run } = held()
  const ask = gather({ most: 10, run })
  void ask(1)
  await nextTurn()
  const later = ask(2)
  await nextTurn()
  groups[1]?.answer()
  expect(await later).toBe(20)
})

test('what a group throws is thrown at each in it, and the next one goes on', async () => {
  const { groups, run } = held()
  const ask = gather({ most: 10, run })
  const failing = Promise.allSettled([ask(1), ask(2)])
  await nextTurn()
  groups[0]?.fail(new Error('Postgres is away'))
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const next = ask(3)
  await nextTurn()
  groups[1]?.answer()
  expect(await next).toBe(30)
})

test('while there is time a group grows, and later ones go at once again', async () => {
  const { groups, run, sizes } = held()
  let hasTime = true
  const ask = gather({ most: 10, run, hasTime: () => hasTime })
  const answers = [ask(1)]
  for (const input of [2, 3]) {
    await nextTurn()
    answers.push(ask(input))
  }
  expect(sizes()).toEqual([])
  await vi.waitFor(() => expect(sizes()).toEqual([3]))
  groups[0]?.answer()
  expect(await Promise.all(answers)).toEqual([10, 20, 30])
  hasTime = false
  void ask(4)
  await nextTurn()
  expect(sizes()).toEqual([3, 1])
})

test('each who asks gets its own answer, once, whatever comes together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 5 }), async (scheduler, most) => {
      let atOnce = 0
      let mostAtOnce = 0
      const seen: number[] = []
      const ask = gather<number, number>({
        most,
        run: async (inputs) => {
          expect(inputs.length).toBeLessThanOrEqual(most)
          atOnce += 1
          mostAtOnce = Math.max(mostAtOnce, atOnce)
          seen.push(...inputs)
          await scheduler.schedule(Promise.resolve())
          atOnce -= 1
          return inputs.map((input) => -input)
        },
      })
      const answers = Array.from({ length: 20 }, (_, input) =>
        scheduler.schedule(Promise.resolve()).then(() => ask(input)),
      )
      await scheduler.waitFor(Promise.all(answers))
      expect(await Promise.all(answers)).toEqual(answers.map((_, input) => -input))
      expect(seen.toSorted((a, b) => a - b)).toEqual(answers.map((_, input) => input))
      expect(mostAtOnce).toBeLessThanOrEqual(2)
    }),
    { numRuns: 30 },
  )
})
