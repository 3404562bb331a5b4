import type { MailSettlement } from '@bridge/db'
import { type RetryPolicy, retryDelayMs } from '@bridge/domain'
import type { Delivery } from './mail-door.ts'

/** What follows from what the mail server did: settled, or to be tried again until the tries are spent. */
export function decide(
  delivery: Delivery,
  facts: { tries: number; policy: RetryPolicy; random: number },
): Pick<MailSettlement, 'result' | 'retryInMs'> {
  if (delivery.result !== 'trouble') return { result: delivery.result, retryInMs: 0 }
  if (facts.tries >= facts.policy.tries) return { result: 'failed', retryInMs: 0 }
  return { result: 'retry', retryInMs: retryDelayMs(facts.policy, facts.tries, facts.random) }
}
