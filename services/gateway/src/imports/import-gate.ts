import { ProblemError } from '../problem.ts'

const AT_ONCE = 3
const WAITING_AT_MOST = 50

/**
 * Lets a few imports in at a time: each holds a connection to Postgres for as long as its caller takes to send. The others wait their turn,
 * their bodies unread. @throws ProblemError `too_many_requests` where too many wait already
 */
export function createImportGate() {
  let inside = 0
  const waiting: (() => void)[] = []

  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (inside >= AT_ONCE) {
      if (waiting.length >= WAITING_AT_MOST) {
        throw new ProblemError('too_many_requests', 'Too many imports at once. Send one after the other.', {
          headers: { 'retry-after': '10' },
        })
      }
      // Whoever leaves hands its place over, so nobody slips in between.
      await new Promise<void>((enter) => waiting.push(enter))
    } else inside += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside -= 1
    }
  }
}
