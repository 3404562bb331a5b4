import type { Failure } from '@bridge/domain'

/** A call of a sync did not succeed, and the failure says what to do about it. */
export class SyncCallError extends Error {
  override name = 'SyncCallError'
  readonly failure: Failure
  constructor(call: string, failure: Failure) {
    super(`${call}: ${failure.message}`)
    this.failure = failure
  }
}

/** The sync may make no more calls: its claim has run out, the partner disconnected or pasted another key, or all sending is paused. */
export class SyncEndedError extends Error {
  override name = 'SyncEndedError'
}

/** The partner disconnected the integration in Gradient: its accounts are deleted there, and nothing may be made in it again. */
export class DisconnectedThereError extends Error {
  override name = 'DisconnectedThereError'
}

/** `GRADIENT_SERVICE_ID` names a service that Gradient does not have. Only whoever runs us can mend that. */
export class ServiceNotFoundError extends Error {
  override name = 'ServiceNotFoundError'
}
