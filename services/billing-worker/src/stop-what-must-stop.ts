import { type Claim, doubtKey, pauseSending } from '@bridge/db'
import type { Failure } from '@bridge/domain'
import { nudgeJudge } from '@bridge/queue'
import { nudge } from './nudge.ts'
import type { Parts } from './parts.ts'

/** After a refusal that concerns more than its own push: stops the partner, or everybody, and tells an operator. */
export async function stopWhatMustStop(
  parts: Pick<Parts, 'db' | 'log' | 'queues' | 'worker'>,
  claim: Claim,
  failure: Failure,
): Promise<void> {
  const { db, log, worker } = parts
  const { httpStatus, message: detail } = failure
  const facts = { partnerId: claim.partnerId, companyId: claim.companyId, httpStatus, detail }
  if (failure.action === 'needs_key') {
    const doubt = await doubtKey(db, { ...claim, reason: detail })
    if (doubt) {
      log.warn(facts, 'Gradient refuses a key: no more is sent with it until it is known whose fault that is')
      await nudge(parts, [nudgeJudge(doubt)])
    }
  }
  if (failure.action === 'stop_all') {
    const why = `Gradient answered ${httpStatus} to the count of company ${claim.companyId} of partner ${claim.partnerId}: ${detail}`
    const stopped = await pauseSending(db, { reason: 'anomaly', detail: why, by: worker })
    if (stopped) log.fatal(facts, 'Gradient saw an anomaly: all sending has stopped until an operator resumes it')
  }
  if (failure.action === 'refuse') log.error(facts, 'Gradient refuses a count as malformed: an engineer must look')
}
