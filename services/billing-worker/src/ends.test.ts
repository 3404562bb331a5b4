import type { PartnerRunKey } from '@bridge/db'
import { createLog } from '@bridge/runtime'
import { expect, test } from 'vitest'
import { createEnds } from './ends.ts'

const run = (connectionId: string): PartnerRunKey => ({ connectionId, period: '2026-10' })
const log = createLog({ name: 'ends', level: 'silent' })

/** Ends over parts of which only those named are over. */
function endsOf(over: string[], looks: string[][] = [], fail = () => false) {
  const ended: string[] = []
  const ends = createEnds({
    areOver: async (runs) => {
      looks.push(runs.map(({ connectionId }) => connectionId))
      if (fail()) throw new Error('Postgres is away')
      return runs.map(({ connectionId }) => over.includes(connectionId))
    },
    onEnd: async (runs) => {
      ended.push(...runs.map(({ connectionId }) => connectionId))
    },
    log,
  })
  return { ends, ended, looks }
}

test('the first is looked at at once; those that settle meanwhile together, each once; only who is over ends', async () => {
  const { ends, ended, looks } = endsOf(['b', 'c'])
  for (const id of ['a', 'b', 'b', 'c', 'a']) ends.look(run(id))
  expect(looks).toEqual([['a']])
  await ends.idle()
  expect(looks).toEqual([['a'], ['b', 'c', 'a']])
  expect(ended).toEqual(['b', 'c'])
})

test('two months of one partner are two parts', async () => {
  const { ends, looks } = endsOf([])
  ends.look(run('first'))
  ends.look(run('a'))
  ends.look({ connectionId: 'a', period: '2026-09' })
  await ends.idle()
  expect(looks).toEqual([['first'], ['a', 'a']])
})

test('a look that fails stops nothing: what settles later is looked at', async () => {
  let away = true
  const { ends, ended } = endsOf(['a', 'b'], [], () => away)
  ends.look(run('a'))
  await ends.idle()
  expect(ended).toEqual([])
  away = false
  ends.look(run('b'))
  await ends.idle()
  expect(ended).toEqual(['b'])
})
