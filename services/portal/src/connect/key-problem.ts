import { ApiError } from '../api/api-error.ts'

/** Why a pasted key was not taken, as far as it makes a difference to the person. */
export type KeyProblem =
  | 'rejected'
  | 'other_organization'
  | 'gradient_away'
  | 'paused'
  | 'too_often'
  | 'session_over'
  | 'no_answer'
  | 'failed'

const BY_CODE: Record<string, KeyProblem> = {
  partner_key_rejected: 'rejected',
  malformed_request: 'rejected',
  other_organization: 'other_organization',
  gradient_unavailable: 'gradient_away',
  sending_paused: 'paused',
  too_many_requests: 'too_often',
  unauthorized: 'session_over',
}

/** Reads the gateway's refusal. */
export function keyProblemOf(error: Error): KeyProblem {
  if (!(error instanceof ApiError) || error.status === 0) return 'no_answer'
  return BY_CODE[error.code ?? ''] ?? 'failed'
}

/** Whether the key has been judged, so that it need not stay in the field. Where nobody could judge it, it may be tried again: Gradient shows it only once. */
export function isJudged(problem: KeyProblem): boolean {
  return problem === 'rejected' || problem === 'other_organization'
}
