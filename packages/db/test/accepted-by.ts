import type { Claim, Settlement } from '../src/index.ts'
import { LATER } from './test-ledger.ts'

/** What a worker says of a claimed count that Gradient took at once. */
export function acceptedBy(claim: Claim): Settlement {
  return {
    ...claim,
    result: 'accepted',
    retryInMs: 0,
    called: true,
    ambiguous: false,
    worker: 'test',
    noBuild: !claim.rebuild,
    startedAt: LATER,
    finishedAt: LATER,
    httpStatus: 201,
    reason: null,
    message: null,
  }
}
