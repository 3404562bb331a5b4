import { type Db, vendorServiceId } from '@bridge/db'
import { PostponeJobError } from '@bridge/queue'

const ASK_AGAIN_MS = 2_000

/**
 * Answers the id of our service in Gradient: the configured one, or the one that an account worker found or made for the fleet. Asked
 * once; until there is one, counts are put off.
 */
export function createServiceId(db: Db, service: { id: string | null; name: string }): () => Promise<string> {
  let known = service.id
  return async () => {
    known ??= await vendorServiceId(db, `name:${service.name}`)
    if (known === null)
      throw new PostponeJobError(`the service ${service.name} has not been found in Gradient yet`, ASK_AGAIN_MS)
    return known
  }
}
