import { type Claim, markNeedsKey, pauseSending } from '@bridge/db'
import type { Failure } from '@bridge/domain'
import type { Parts } from './parts.ts'

/** After a refusal that concerns more than its own push: stops the partner, or everybody, and tells an operator. */
export async function stopWhatMustStop(
  parts: Pick<Parts, 'db' | 'log' | 'worker'>,
  claim: Claim,
  failure: Failure,
): Promise<void> {
  const { db, log, worker } = parts
  const { httpStatus, message: detail } = failure
  const facts = { partnerId: claim.partnerId, companyId: claim.companyId, httpStatus, detail }
  if (failure.action === 'needs_key' && (await markNeedsKey(db, { ...claim, reason: detail }))) {
    log.error(facts, 'Gradient refuses the key of a partner: it must paste a new one; its counts wait')
  }
  if (failure.action === 'stop_all' && (await pauseSending(db, { reason: 'anomaly', detail, by: worker }))) {
    log.fatal(facts, 'Gradient saw an anomaly: all sending has stopped until an operator resumes it')
  }
  if (failure.action === 'refuse') log.error(facts, 'Gradient refuses a count as malformed: an engineer must look')
}
