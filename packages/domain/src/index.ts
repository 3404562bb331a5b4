export { type Bill, billFor } from './bill.ts'
export {
  type BillingCalendar,
  type BillingTick,
  createTickReader,
  latestTick,
  nextTick,
  type PastTicks,
} from './billing-calendar.ts'
export { billingSettings } from './billing-settings.ts'
export {
  ACCOUNT_STATES,
  type AccountState,
  CALLABLE_CONNECTION_STATES,
  CONNECTION_STATES,
  type ConnectionState,
} from './connection.ts'
export {
  createFailure,
  FAILURE_ACTIONS,
  FAILURE_MESSAGE_MAX_LENGTH,
  FAILURE_REASONS,
  type Failure,
  type FailureAction,
  type FailureReason,
  toFailureMessage,
} from './failure.ts'
export { type FailureCause, failureCauseOf } from './failure-cause.ts'
export { idSchema } from './ids.ts'
export {
  deadlineAt,
  lastClosedPeriod,
  type Period,
  periodAt,
  periodSchema,
  periodStartsAt,
  shiftPeriod,
} from './period.ts'
export { mayMove, movesInto, PUSH_MOVES, PUSH_STATES, type PushState } from './push.ts'
export { type RetryPolicy, retryDelayMs } from './retry.ts'
