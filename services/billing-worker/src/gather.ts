import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'

/** So many groups may be under way at once: where one hangs, the others go on. */
const GROUPS_AT_ONCE = 2
/** How long `hasTime` lets a group grow. */
const GROW_MS = 150

/**
 * Makes many calls one: what is asked for while two groups are under way is done together as the next one, at most `most` at a time. Where little happens a call goes
 * at once and alone; nothing waits for a clock, but while `hasTime` says that nobody would be served sooner. `run` answers in the order of its inputs; what it throws
 * is thrown at each of its group.
 */
export function gather<Input, Output>(options: {
  most: number
  run: (inputs: Input[]) => Promise<Output[]>
  hasTime?: () => boolean
}): (input: Input) => Promise<Output> {
  const waiting: { input: Input; resolve: (output: Output) => void; reject: (error: unknown) => void }[] = []
  let underWay = 0
  let growing = false

  async function runGroups(): Promise<void> {
    underWay += 1
    growing = true
    // Those who ask within the same turn of the event loop come along.
    await (options.hasTime?.() ? delay(GROW_MS) : nextTurn())
    growing = false
    while (waiting.length > 0 && !growing) {
      const group = waiting.splice(0, options.most)
      try {
        const outputs = await options.run(group.map(({ input }) => input))
        for (const [place, { resolve }] of group.entries()) resolve(outputs[place] as Output)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    underWay -= 1
  }

  return (input) => {
    const { promise, resolve, reject } = Promise.withResolvers<Output>()
    waiting.push({ input, resolve, reject })
    if (!growing && underWay < GROUPS_AT_ONCE) void runGroups()
    return promise
  }
}
