const TRIES = 5
const DEADLOCK = '40P01'
const UNIQUE_VIOLATION = '23505'

/** Whether Postgres ended the statement because two transactions waited for each other. Nothing of it was kept. */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK
}

/** Whether another transaction was first: a deadlock, or a row that was not there when we looked. Done again, the work finds it. */
export function isLostRace(error: unknown): boolean {
  return isDeadlock(error) || (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)
}

/** Runs a whole transaction, or a statement that is one, again and at once when Postgres chose it to break a deadlock: the other one has gone on meanwhile. Not within a transaction, which is over then. */
export async function retryOnDeadlock<Value>(transaction: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (!isDeadlock(error) || tries === TRIES) throw error
    }
  }
}
