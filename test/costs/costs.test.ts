import { expect, test } from 'vitest'
import { type CountCosts, measureCount } from './measure-count.ts'
import { RECORDED } from './recorded.ts'

// What one count costs at Gradient's limit, in pieces that can be counted. With a budget that the machine cannot fill, or beside tests that take the cores, they would tell of
// the machine: how many counts go together is a matter of its speed then. So what is too much once is counted again: a slip is too much each time.
const TRIES = 3
/** How many counts a worker has in hand at once: as many as it has by default, and one alone, where nothing can go together. */
const WAYS = [
  { way: 'together', places: '100', pushes: 600 },
  { way: 'alone', places: '1', pushes: 200 },
] as const

// They mostly wait for the budget, so they run beside each other, each with a system of its own.
test.concurrent.each(WAYS)(
  'a count that goes $way costs no more statements, pages of Postgres, round trips to Redis, bytes to it and memory than recorded',
  async ({ way, places, pushes }) => {
    let slips: string[] = []
    for (let tried = 0; tried === 0 || (tried < TRIES && slips.length > 0); tried += 1) {
      const costs = await measureCount({ places, pushes })
      process.stdout.write(`Costs of one count, ${way}: ${JSON.stringify(costs)}\n`)
      slips = slipsOf(way, costs)
    }
    expect(slips).toEqual([])
  },
  360_000,
)

function slipsOf(way: keyof typeof RECORDED, costs: CountCosts): string[] {
  return Object.entries(RECORDED[way]).flatMap(([name, { usual, most }]) => {
    const cost = costs[name as keyof CountCosts]
    return cost < most ? [] : [`${name}: ${cost}, usually ${usual}, at most ${most}`]
  })
}
