import { waitFor } from '@bridge/testkit'
import { expect, test } from 'vitest'
import { createWatches } from './watches.ts'

/** Watches over a state that a test sets, and how often it was looked at. */
function watchesOver(options: { atOnce?: number } = {}) {
  let state: Record<string, unknown> = { run: 1 }
  let failing = false
  let looks = 0
  let under = 0
  let most = 0
  const troubles: unknown[] = []
  const watches = createWatches({
    everyMs: 5,
    atOnce: options.atOnce ?? 4,
    onTrouble: (error) => void troubles.push(error),
    look: async () => {
      looks += 1
      under += 1
      most = Math.max(most, under)
      await new Promise((resolve) => setImmediate(resolve))
      under -= 1
      if (failing) throw new Error('away')
      return state
    },
  })
  return {
    watches,
    troubles,
    set: (next: Record<string, unknown>) => {
      state = next
    },
    fail: (now: boolean) => {
      failing = now
    },
    looks: () => looks,
    mostAtOnce: () => most,
  }
}

function hearer() {
  const heard: string[] = []
  return { heard, hear: (event: string, json: string) => void heard.push(`${event} ${json}`) }
}

test('one look serves all who listen to a partner; each hears how it stands, then what has changed', async () => {
  const { watches, set, mostAtOnce } = watchesOver()
  const hearers = Array.from({ length: 20 }, hearer)
  const all = hearers.map(({ hear }) => watches.listen('p1', hear))
  await Promise.all(all.map(({ told }) => told))
  set({ run: 2, sync: null })
  await waitFor(() => hearers.every(({ heard }) => heard.length >= 3))
  for (const { heard } of hearers) expect(heard).toEqual(['run 1', 'run 2', 'sync null'])
  expect(mostAtOnce()).toBe(1)
  for (const { stop } of all) stop()
})

test('nobody is looked at while nobody listens', async () => {
  const { watches, looks } = watchesOver()
  const listening = watches.listen('p1', hearer().hear)
  await waitFor(() => looks() >= 3)
  listening.stop()
  const other = watches.listen('p2', hearer().hear)
  const before = looks()
  await waitFor(() => looks() >= before + 5)
  other.stop()
  const { heard, hear } = hearer()
  const again = watches.listen('p1', hear)
  await again.told
  expect(heard).toEqual(['run 1'])
  again.stop()
})

test('a look that fails takes nothing back, and is made again', async () => {
  const { watches, fail, set, troubles } = watchesOver()
  const { heard, hear } = hearer()
  const listening = watches.listen('p1', hear)
  await listening.told
  fail(true)
  await waitFor(() => troubles.length >= 2)
  fail(false)
  set({ run: 3 })
  await waitFor(() => heard.length === 2)
  expect(heard).toEqual(['run 1', 'run 3'])
  listening.stop()
})

test('where the first look fails, whoever wanted to listen is told', async () => {
  const { watches, fail } = watchesOver()
  fail(true)
  const listening = watches.listen('p1', hearer().hear)
  await expect(listening.told).rejects.toThrow('away')
  fail(false)
  const { heard, hear } = hearer()
  const again = watches.listen('p1', hear)
  await again.told
  expect(heard).toEqual(['run 1'])
  again.stop()
})

test('looks at many partners take turns', async () => {
  const { watches, mostAtOnce } = watchesOver({ atOnce: 3 })
  const all = Array.from({ length: 40 }, (_, index) => watches.listen(`p${index}`, hearer().hear))
  await Promise.all(all.map(({ told }) => told))
  expect(mostAtOnce()).toBe(3)
  for (const { stop } of all) stop()
})
